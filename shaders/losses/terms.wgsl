// What one output adds to a loss or metric, by KIND in the order of `TERMS` in gpu/losses/sum-terms.ts. No bindings.
//   0  half the squared difference ½(z − x)²      2  Bernoulli cross entropy of logit z
//   1  squared difference (z − x)²                3  squared difference (σ(z) − x)²
// @include losses/logistic.wgsl
override KIND: u32 = 0u;

fn term(output: vec4f, goal: vec4f) -> vec4f {
  switch KIND {
    case 1u: { return (output - goal) * (output - goal); }
    case 2u: { return bernoulli_loss(output, goal); }
    case 3u: {
      let difference = sigmoid(output) - goal;
      return difference * difference;
    }
    default: { return 0.5 * (output - goal) * (output - goal); }
  }
}
