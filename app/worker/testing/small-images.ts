type Bytes = Uint8Array<ArrayBuffer>;

/** A whole image file. */
export function fileOf(...parts: readonly (string | readonly number[] | Uint8Array)[]): Blob {
  return new Blob(
    parts.map((part) => Uint8Array.from(typeof part === 'string' ? Array.from(part, (letter) => letter.charCodeAt(0)) : [...part])),
  );
}

/** What a browser's own encoder makes of pixels `[height, width, 4]`. */
export async function encoded(width: number, type: string, rgba: readonly number[]): Promise<Bytes> {
  const canvas = new OffscreenCanvas(width, rgba.length / 4 / width);
  canvas.getContext('2d')?.putImageData(new ImageData(Uint8ClampedArray.from(rgba), width), 0, 0);
  return new Uint8Array(await (await canvas.convertToBlob({ type, quality: 1 })).arrayBuffer());
}

/** A JPEG that asks to be turned (EXIF 2.32, tag 0x0112), of one that does not. */
export function turned(jpeg: Bytes, orientation: number): Blob {
  const entry = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0];
  const tiff = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, ...entry, 0, 0, 0, 0];
  const segment = [0xff, 0xe1, 0, 8 + tiff.length, ...Array.from('Exif\0\0', (letter) => letter.charCodeAt(0)), ...tiff];
  return fileOf(jpeg.slice(0, 2), segment, jpeg.slice(2));
}

/** A JPEG of 8 × 8 pixels of one component, all of them `128 + 72`: a mean of 576 / 8 above the middle and no other frequency. */
export function greyJpeg(): Blob {
  const table = (id: number, symbol: number): readonly number[] => [0xff, 0xc4, 0, 20, id, 1, ...new Uint8Array(15), symbol];
  const frame = [0xff, 0xc0, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0];
  const scan = [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0];
  // Ten bits follow the code 0, then the code 0 of the end of the block, then ones.
  const data = [0b0100_1000, 0b0000_1111];
  return fileOf(
    [0xff, 0xd8, 0xff, 0xdb, 0, 67, 0, ...new Uint8Array(64).fill(1)],
    frame,
    table(0x00, 10),
    table(0x10, 0),
    scan,
    data,
    [0xff, 0xd9],
  );
}

/** A PNG of one row with 16 bits a channel. */
export async function deepPng(...pixels: readonly (readonly [red: number, green: number, blue: number])[]): Promise<Blob> {
  const line = Uint8Array.from([0, ...pixels.flat().flatMap((value) => [value >> 8, value & 255])]);
  const packed = new Response(new Blob([line]).stream().pipeThrough(new CompressionStream('deflate')));
  const data = new Uint8Array(await packed.arrayBuffer());
  const header = [...bigEndian(pixels.length), ...bigEndian(1), 16, 2, 0, 0, 0];
  return fileOf('\x89PNG\r\n\x1a\n', chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', []));
}

function chunk(type: string, data: Iterable<number>): readonly number[] {
  const body = [...Array.from(type, (letter) => letter.charCodeAt(0)), ...data];
  return [...bigEndian(body.length - 4), ...body, ...bigEndian(crc32(body))];
}

/** PNG specification, annex D. */
function crc32(bytes: readonly number[]): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb8_8320 : crc >>> 1;
  }
  return (crc ^ 0xffff_ffff) >>> 0;
}

function bigEndian(value: number): readonly number[] {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}

/** A GIF of 2 × 2 pixels, a colour a picture, one after the other. */
export function movingGif(...colours: readonly (readonly [red: number, green: number, blue: number])[]): Blob {
  const palette = Array.from({ length: 4 }, (_, index) => colours[index] ?? [0, 0, 0]).flat();
  const picture = (index: number): readonly number[] => {
    // Three bits a code: each pixel after a code that clears the table, then the end.
    const codes = [4, index, 4, index, 4, index, 4, index, 5];
    const bits = codes.reduce((all, code, place) => all + code * 8 ** place, 0);
    const data = Array.from({ length: 4 }, (_, byte) => Math.floor(bits / 256 ** byte) % 256);
    const control = [0x21, 0xf9, 4, 0, 50, 0, 0, 0];
    return [...control, 0x2c, 0, 0, 0, 0, 2, 0, 2, 0, 0, 2, data.length, ...data, 0];
  };
  return fileOf('GIF89a', [2, 0, 2, 0, 0b1000_0001, 0, 0], palette, ...colours.map((_, index) => picture(index)), [0x3b]);
}
