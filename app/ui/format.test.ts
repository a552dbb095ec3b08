import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatDifference,
  formatDuration,
  formatNumber,
  formatParameters,
  formatRate,
  formatShare,
} from './format.ts';

describe('numbers', () => {
  it.each([
    [0, '0'],
    [0.812346, '0.8123'],
    [1234.567, '1235'],
    [0.001, '0.001000'],
    [0.00099, '9.900e−4'],
    [12_340, '1.234e4'],
    [-2.5, '−2.500'],
    [NaN, 'NaN'],
    [Infinity, '∞'],
    [-Infinity, '−∞'],
  ])('%d reads %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  it.each([
    [0.2, '+0.200'],
    [-0.2, '−0.200'],
    [0, '0'],
  ])('the difference %d reads %s', (value, text) => {
    expect(formatDifference(value)).toBe(text);
  });
});

describe('quantities', () => {
  it.each([
    [12, '12'],
    [1_500, '1.50k'],
    [2_837_314, '2.84M'],
    [999_900, '1.00M'],
    [7e9, '7.00G'],
  ])('%d parameters read %s', (value, text) => {
    expect(formatParameters(value)).toBe(text);
  });

  it.each([
    [0, '0 B'],
    [1_023, '1,023 B'],
    [1_024, '1.00 KiB'],
    [3_200_000, '3.05 MiB'],
    [2 ** 30, '1.00 GiB'],
  ])('%d bytes read %s', (value, text) => {
    expect(formatBytes(value)).toBe(text);
  });

  it.each([
    [0, '0 s'],
    [0.0000421, '42.1 µs'],
    [0.004, '4.00 ms'],
    [0.9999, '1.00 s'],
    [12.34, '12.3 s'],
    [60, '1.00 min'],
    [7_200, '2.00 h'],
    [NaN, 'NaN'],
  ])('%d seconds read %s', (value, text) => {
    expect(formatDuration(value)).toBe(text);
  });

  it('groups counts, rounds rates and writes shares as per cent', () => {
    expect(formatCount(1_234_567)).toBe('1,234,567');
    expect(formatRate(118.4)).toBe('118');
    expect(formatRate(1.234)).toBe('1.23');
    expect(formatShare(0.9876)).toBe('98.8 %');
  });
});
