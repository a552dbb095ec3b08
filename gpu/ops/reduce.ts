export { dot } from './dot.ts';
export { broadcastTo, mean, sum, sumTo, type SumOptions } from './sum.ts';
