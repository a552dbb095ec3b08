import { describe, expect, test } from 'vitest';
import { classesOfPaths } from './image-classes.ts';

describe('the classes of images', () => {
  test('are the folders that they lie in, by letter', () => {
    const paths = ['signs/stop/1.png', 'signs/go/1.png', 'signs/stop/2.png'];
    expect(classesOfPaths(paths)).toEqual({ names: ['go', 'stop'], labels: Uint8Array.of(1, 0, 1) });
    expect(classesOfPaths(['cats/a.png', 'dogs/b.png'])).toEqual({ names: ['cats', 'dogs'], labels: Uint8Array.of(0, 1) });
  });

  test('are the same in folders of one name', () => {
    const paths = ['set/train/a/1.png', 'set/train/b/1.png', 'set/test/b/2.png'];
    expect(classesOfPaths(paths)).toEqual({ names: ['a', 'b'], labels: Uint8Array.of(0, 1, 1) });
  });

  test('are none in one folder, in several of one name, and without any', () => {
    expect(classesOfPaths(['signs/1.png', 'signs/2.png'])).toBeNull();
    expect(classesOfPaths(['1.png', '2.png'])).toBeNull();
    expect(classesOfPaths(['train/signs/1.png', 'test/signs/2.png'])).toBeNull();
  });

  test.each([
    ['an image beside the folders', ['signs/stop/1.png', 'signs/1.png'], 'signs/1.png: expected every image in a subfolder'],
    ['an image without a folder', ['stop/1.png', '2.png'], '2.png: expected every image in a subfolder'],
    ['a name that is too long', ['a/1.png', `${'b'.repeat(101)}/1.png`], 'expected a folder name of 1 to 100 characters, got 101'],
    ['too many folders', Array.from({ length: 257 }, (_, at) => `x/${at}/1.png`), 'x/0: expected at most 256 classes, got 257 folders'],
  ])('are refused for %s', (_, paths, message) => {
    expect(() => classesOfPaths(paths)).toThrow(message);
  });
});
