/** Hands a file to the person's downloads. */
export function saveFile(name: string, content: Blob): void {
  const link = document.createElement('a');
  const address = URL.createObjectURL(content);
  link.href = address;
  link.download = name;
  link.click();
  // The download has its own hold on the data once it has started.
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 1000);
}

/** A title as a file name. */
export function fileName(title: string, extension: string): string {
  const stem = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  return `${stem || 'chart'}.${extension}`;
}
