/** SHA-256 of bytes or of numbers as they lie in memory, lower-case hex. */
export async function sha256(content: Uint8Array<ArrayBuffer> | Float32Array): Promise<string> {
  // Weights are read back into memory of their own, never into a shared one.
  const digest = await crypto.subtle.digest('SHA-256', content as Uint8Array<ArrayBuffer> | Float32Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
