import { expect, test } from 'vitest';
import { roleOf, withRole, withTask } from './table-roles.ts';

const choice = { task: 'class', targets: ['kind'], leftOut: ['name'] } as const;

test('of classes one column is the target at a time', () => {
  const other = withRole(choice, 'name', 'target');
  expect(other).toEqual({ task: 'class', targets: ['name'], leftOut: [] });
  expect(roleOf(other, 'kind')).toBe('input');
});

test('of numbers as many are targets as a person likes', () => {
  const several = withRole(withTask(choice, 'numbers'), 'height', 'target');
  expect(several.targets).toEqual(['kind', 'height']);
  expect(withRole(several, 'kind', 'left-out')).toEqual({ task: 'numbers', targets: ['height'], leftOut: ['name', 'kind'] });
  expect(withRole(several, 'name', 'input').leftOut).toEqual([]);
  expect(withTask(several, 'class').targets).toEqual(['kind']);
});
