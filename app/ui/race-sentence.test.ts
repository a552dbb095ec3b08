import { expect, it } from 'vitest';
import { raceSentence } from './race-sentence.ts';

const arrival = (arm: number, name: string, step: number, seconds: number, loss = 0.01) => ({ arm, name, step, seconds, loss });

it('says plainly when SGD wins on time', () => {
  const sentence = raceSentence({ behind: [], loss: 0.05, arrivals: [arrival(0, 'K-FAC', 40, 0.8), arrival(1, 'SGD', 400, 0.5)] });
  expect(sentence).toBe(
    'K-FAC reached a training loss of 0.0500 in 40 steps and 800 ms; SGD needed 400 steps and 500 ms. SGD wins on time, K-FAC on steps.',
  );
});

it('names one winner of both', () => {
  const sentence = raceSentence({ behind: [], loss: 0.05, arrivals: [arrival(0, 'SGD', 400, 0.9), arrival(1, 'K-FAC', 40, 0.8)] });
  expect(sentence).toMatch(/^K-FAC reached .* K-FAC wins on steps and on time\.$/);
});

it('tells where each arm stands while all arrived at one evaluation, and lets no clock decide', () => {
  const arrivals = [arrival(0, 'K-FAC', 25, 0.265, 0.283), arrival(1, 'SGD', 25, 0.0909, 0.405)];
  expect(raceSentence({ behind: [], loss: 0.405, arrivals })).toBe(
    'At step 25 K-FAC has a training loss of 0.283 after 265 ms, SGD 0.405 after 90.9 ms. K-FAC is ahead at this step; the steps of SGD are the quickest.',
  );
  const quick = [arrival(0, 'K-FAC', 25, 0.1, 0.283), arrival(1, 'SGD', 25, 0.2, 0.405)];
  expect(raceSentence({ behind: [], loss: 0.405, arrivals: quick })).toMatch(/K-FAC is ahead, and its steps are the quickest\.$/);
  const alike = [arrival(0, 'A', 1, 2), arrival(1, 'B', 1, 1)];
  expect(raceSentence({ behind: [], loss: 1, arrivals: alike })).toMatch(/Losses are level; the steps of B are the quickest\.$/);
  expect(raceSentence({ behind: [], loss: 1, arrivals: [arrival(0, 'A', 1, 1), arrival(1, 'B', 1, 1)] })).toMatch(/They are level\.$/);
});

it('says when two of three share the fewest steps, or the least time', () => {
  const late = arrival(2, 'C', 9, 9);
  expect(raceSentence({ behind: [], loss: 1, arrivals: [arrival(0, 'A', 1, 2), arrival(1, 'B', 1, 1), late] })).toMatch(
    /B wins on time; the fewest steps are shared\.$/,
  );
  expect(raceSentence({ behind: [], loss: 1, arrivals: [arrival(0, 'A', 1, 1), arrival(1, 'B', 2, 1), late] })).toMatch(
    /A wins on steps; the least time is shared\.$/,
  );
  expect(raceSentence({ behind: [], loss: 1, arrivals: [arrival(0, 'A', 1, 1), arrival(1, 'B', 1, 1), late] })).toMatch(
    /No one of them leads\.$/,
  );
});

it('needs no winner for a single arm', () => {
  expect(raceSentence({ behind: [], loss: 1, arrivals: [arrival(0, 'A', 1, 1)] })).toBe(
    'A reached a training loss of 1.00 in 1 step and 1.00 s.',
  );
});

it('compares nothing while an arm is above its start', () => {
  const sentence = raceSentence({ loss: 2, arrivals: [arrival(0, 'A', 0, 0), arrival(1, 'B', 0, 0)], behind: ['A'] });
  expect(sentence).toBe('A has not got below the loss at the start yet, so there is nothing to compare.');
});
