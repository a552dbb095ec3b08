// What the first word of a step's health says; gpu/optimizers/guard.ts knows the same words. Others are 1 + a slice.
const HEALTH_FINE = 0xffffffffu;
const HEALTH_LOSS = 0u;
const HEALTH_STEP = 0xfffffffeu;
const HEALTH_EXPLODED = 0xfffffffdu;

// Magnitudes from 10³⁰ on, infinity and NaN: an update made of these could overflow.
const UNUSABLE = 0x7149f2cau;

// A loss that is lost or exploded speaks against the parameters it was computed with: they go back to those before.
fn rolls_back(code: u32) -> bool {
  return code == HEALTH_LOSS || code == HEALTH_EXPLODED;
}

fn is_unusable(bits: u32) -> bool {
  return (bits & 0x7fffffffu) >= UNUSABLE;
}
