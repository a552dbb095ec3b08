// Which example a row of the current minibatch shows. The including file binds `counter`, u32 `[2]` of step and seed.
// Shuffled, position p of an epoch shows π(p), where π is a permutation of [0, EXAMPLES) that needs no memory: a
// Feistel network on pairs of HALF_BITS bits, applied again while it leaves the range (cycle walking; Black and
// Rogaway, "Ciphers with Arbitrary Finite Domains", CT-RSA 2002, §3). It is keyed by seed and epoch.
//   EXAMPLES    examples of the dataset
//   BATCH_SIZE  rows of a minibatch
//   STEP, EPOCH, POSITION  where this size of minibatches begins to hold: steps done, the epoch that goes on, the next position
//   SHUFFLED    whether to shuffle; else positions run through the dataset in order and start anew at its end
//   REST        shuffled: steps that the epoch which goes on has left
//   PERIOD      shuffled: steps of a later epoch; sequential: steps after which the positions repeat
//   HALF_BITS   half the bits of a number that covers the examples
// @include lib/random.wgsl
override EXAMPLES: u32 = 1u;
override BATCH_SIZE: u32 = 1u;
override STEP: u32 = 0u;
override EPOCH: u32 = 0u;
override POSITION: u32 = 0u;
override SHUFFLED: bool = false;
override REST: u32 = 1u;
override PERIOD: u32 = 1u;
override HALF_BITS: u32 = 1u;

const FEISTEL_ROUNDS = 6u;
// Tells the permutation from other random numbers of the same seed.
const SHUFFLE_PURPOSE = 0x5f3759dfu;

fn example_of(row: u32) -> u32 {
  let step = counter[0] - STEP;
  if (!SHUFFLED) { return (POSITION + step % PERIOD * BATCH_SIZE + row) % EXAMPLES; }
  var epoch = EPOCH;
  var position = POSITION + step * BATCH_SIZE + row;
  if (step >= REST) {
    epoch += 1u + (step - REST) / PERIOD;
    position = (step - REST) % PERIOD * BATCH_SIZE + row;
  }
  var example = permute_once(epoch, position);
  while (example >= EXAMPLES) { example = permute_once(epoch, example); }
  return example;
}

fn permute_once(epoch: u32, value: u32) -> u32 {
  let mask = (1u << HALF_BITS) - 1u;
  var left = value >> HALF_BITS;
  var right = value & mask;
  for (var round = 0u; round < FEISTEL_ROUNDS; round++) {
    let mixed = pcg4d(vec4u(counter[1], epoch, SHUFFLE_PURPOSE + round, right)).x;
    let next = left ^ ((mixed >> 16u) & mask);
    left = right;
    right = next;
  }
  return (left << HALF_BITS) | right;
}
