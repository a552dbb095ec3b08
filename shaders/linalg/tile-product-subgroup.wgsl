// Products of tile columns, C ← βC ± AᵀB, a 32×32 tile by one subgroup of four lanes:
// lane l keeps columns 8l…8l+7, A reaches the other lanes by broadcast; no barriers.
//
// bindings: 0 items `[tiles of C]` (first tile of A, first tile of B, tile of C, depth in tiles | ACCUMULATE | NEGATE)
//           1 a, 2 b (may be one buffer), 3 c: vec4 of row-major `[32, 32]` tiles; tiles of a column of tiles follow
//           each other, so that AᵀB over a depth of d tiles runs through 32·d consecutive rows
// consts: CAPACITY, vec4s in each of a, b and c; a fixed length makes loads cheaper on CPU adapters.

enable subgroups;

const CAPACITY = 4096;
const ACCUMULATE = 0x80000000u;
const NEGATE = 0x40000000u;

@group(0) @binding(0) var<storage, read> items: array<vec4u>;
@group(0) @binding(1) var<storage, read> a: array<vec4f, CAPACITY>;
@group(0) @binding(2) var<storage, read> b: array<vec4f, CAPACITY>;
@group(0) @binding(3) var<storage, read_write> c: array<vec4f, CAPACITY>;

var<private> accumulate: f32;
var<private> sign: f32;

fn write(at: u32, left: vec4f, right: vec4f) {
  if (accumulate != 0.0) {
    c[at] = fma(vec4f(sign), left, c[at]);
    c[at + 1u] = fma(vec4f(sign), right, c[at + 1u]);
  } else {
    c[at] = sign * left;
    c[at + 1u] = sign * right;
  }
}

@compute @workgroup_size(4)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(subgroup_invocation_id) lane: u32) {
  let index = group.y * groups.x + group.x;
  if (index >= arrayLength(&items)) {
    return;
  }
  let item = items[index];
  var s0 = vec4f();
  var t0 = vec4f();
  var s1 = vec4f();
  var t1 = vec4f();
  var s2 = vec4f();
  var t2 = vec4f();
  var s3 = vec4f();
  var t3 = vec4f();
  var s4 = vec4f();
  var t4 = vec4f();
  var s5 = vec4f();
  var t5 = vec4f();
  var s6 = vec4f();
  var t6 = vec4f();
  var s7 = vec4f();
  var t7 = vec4f();
  var s8 = vec4f();
  var t8 = vec4f();
  var s9 = vec4f();
  var t9 = vec4f();
  var s10 = vec4f();
  var t10 = vec4f();
  var s11 = vec4f();
  var t11 = vec4f();
  var s12 = vec4f();
  var t12 = vec4f();
  var s13 = vec4f();
  var t13 = vec4f();
  var s14 = vec4f();
  var t14 = vec4f();
  var s15 = vec4f();
  var t15 = vec4f();
  var s16 = vec4f();
  var t16 = vec4f();
  var s17 = vec4f();
  var t17 = vec4f();
  var s18 = vec4f();
  var t18 = vec4f();
  var s19 = vec4f();
  var t19 = vec4f();
  var s20 = vec4f();
  var t20 = vec4f();
  var s21 = vec4f();
  var t21 = vec4f();
  var s22 = vec4f();
  var t22 = vec4f();
  var s23 = vec4f();
  var t23 = vec4f();
  var s24 = vec4f();
  var t24 = vec4f();
  var s25 = vec4f();
  var t25 = vec4f();
  var s26 = vec4f();
  var t26 = vec4f();
  var s27 = vec4f();
  var t27 = vec4f();
  var s28 = vec4f();
  var t28 = vec4f();
  var s29 = vec4f();
  var t29 = vec4f();
  var s30 = vec4f();
  var t30 = vec4f();
  var s31 = vec4f();
  var t31 = vec4f();
  var atA = item.x * 256u + lane * 2u;
  var atB = item.y * 256u + lane * 2u;
  let rows = (item.w & 0xffffu) * 32u;
  for (var row = 0u; row < rows; row++) {
    let left = a[atA];
    let right = a[atA + 1u];
    let b0 = b[atB];
    let b1 = b[atB + 1u];
    var a0 = vec4f();
    var a1 = vec4f();
    a0 = subgroupBroadcast(left, 0u);
    a1 = subgroupBroadcast(right, 0u);
    s0 = fma(vec4f(a0.x), b0, s0);
    t0 = fma(vec4f(a0.x), b1, t0);
    s1 = fma(vec4f(a0.y), b0, s1);
    t1 = fma(vec4f(a0.y), b1, t1);
    s2 = fma(vec4f(a0.z), b0, s2);
    t2 = fma(vec4f(a0.z), b1, t2);
    s3 = fma(vec4f(a0.w), b0, s3);
    t3 = fma(vec4f(a0.w), b1, t3);
    s4 = fma(vec4f(a1.x), b0, s4);
    t4 = fma(vec4f(a1.x), b1, t4);
    s5 = fma(vec4f(a1.y), b0, s5);
    t5 = fma(vec4f(a1.y), b1, t5);
    s6 = fma(vec4f(a1.z), b0, s6);
    t6 = fma(vec4f(a1.z), b1, t6);
    s7 = fma(vec4f(a1.w), b0, s7);
    t7 = fma(vec4f(a1.w), b1, t7);
    a0 = subgroupBroadcast(left, 1u);
    a1 = subgroupBroadcast(right, 1u);
    s8 = fma(vec4f(a0.x), b0, s8);
    t8 = fma(vec4f(a0.x), b1, t8);
    s9 = fma(vec4f(a0.y), b0, s9);
    t9 = fma(vec4f(a0.y), b1, t9);
    s10 = fma(vec4f(a0.z), b0, s10);
    t10 = fma(vec4f(a0.z), b1, t10);
    s11 = fma(vec4f(a0.w), b0, s11);
    t11 = fma(vec4f(a0.w), b1, t11);
    s12 = fma(vec4f(a1.x), b0, s12);
    t12 = fma(vec4f(a1.x), b1, t12);
    s13 = fma(vec4f(a1.y), b0, s13);
    t13 = fma(vec4f(a1.y), b1, t13);
    s14 = fma(vec4f(a1.z), b0, s14);
    t14 = fma(vec4f(a1.z), b1, t14);
    s15 = fma(vec4f(a1.w), b0, s15);
    t15 = fma(vec4f(a1.w), b1, t15);
    a0 = subgroupBroadcast(left, 2u);
    a1 = subgroupBroadcast(right, 2u);
    s16 = fma(vec4f(a0.x), b0, s16);
    t16 = fma(vec4f(a0.x), b1, t16);
    s17 = fma(vec4f(a0.y), b0, s17);
    t17 = fma(vec4f(a0.y), b1, t17);
    s18 = fma(vec4f(a0.z), b0, s18);
    t18 = fma(vec4f(a0.z), b1, t18);
    s19 = fma(vec4f(a0.w), b0, s19);
    t19 = fma(vec4f(a0.w), b1, t19);
    s20 = fma(vec4f(a1.x), b0, s20);
    t20 = fma(vec4f(a1.x), b1, t20);
    s21 = fma(vec4f(a1.y), b0, s21);
    t21 = fma(vec4f(a1.y), b1, t21);
    s22 = fma(vec4f(a1.z), b0, s22);
    t22 = fma(vec4f(a1.z), b1, t22);
    s23 = fma(vec4f(a1.w), b0, s23);
    t23 = fma(vec4f(a1.w), b1, t23);
    a0 = subgroupBroadcast(left, 3u);
    a1 = subgroupBroadcast(right, 3u);
    s24 = fma(vec4f(a0.x), b0, s24);
    t24 = fma(vec4f(a0.x), b1, t24);
    s25 = fma(vec4f(a0.y), b0, s25);
    t25 = fma(vec4f(a0.y), b1, t25);
    s26 = fma(vec4f(a0.z), b0, s26);
    t26 = fma(vec4f(a0.z), b1, t26);
    s27 = fma(vec4f(a0.w), b0, s27);
    t27 = fma(vec4f(a0.w), b1, t27);
    s28 = fma(vec4f(a1.x), b0, s28);
    t28 = fma(vec4f(a1.x), b1, t28);
    s29 = fma(vec4f(a1.y), b0, s29);
    t29 = fma(vec4f(a1.y), b1, t29);
    s30 = fma(vec4f(a1.z), b0, s30);
    t30 = fma(vec4f(a1.z), b1, t30);
    s31 = fma(vec4f(a1.w), b0, s31);
    t31 = fma(vec4f(a1.w), b1, t31);
    atA += 8u;
    atB += 8u;
  }
  accumulate = select(0.0, 1.0, (item.w & ACCUMULATE) != 0u);
  sign = select(1.0, -1.0, (item.w & NEGATE) != 0u);
  let at = item.z * 256u + lane * 2u;
  write(at + 0u, s0, t0);
  write(at + 8u, s1, t1);
  write(at + 16u, s2, t2);
  write(at + 24u, s3, t3);
  write(at + 32u, s4, t4);
  write(at + 40u, s5, t5);
  write(at + 48u, s6, t6);
  write(at + 56u, s7, t7);
  write(at + 64u, s8, t8);
  write(at + 72u, s9, t9);
  write(at + 80u, s10, t10);
  write(at + 88u, s11, t11);
  write(at + 96u, s12, t12);
  write(at + 104u, s13, t13);
  write(at + 112u, s14, t14);
  write(at + 120u, s15, t15);
  write(at + 128u, s16, t16);
  write(at + 136u, s17, t17);
  write(at + 144u, s18, t18);
  write(at + 152u, s19, t19);
  write(at + 160u, s20, t20);
  write(at + 168u, s21, t21);
  write(at + 176u, s22, t22);
  write(at + 184u, s23, t23);
  write(at + 192u, s24, t24);
  write(at + 200u, s25, t25);
  write(at + 208u, s26, t26);
  write(at + 216u, s27, t27);
  write(at + 224u, s28, t28);
  write(at + 232u, s29, t29);
  write(at + 240u, s30, t30);
  write(at + 248u, s31, t31);
}
