// Products of tile columns, C ← βC ± AᵀB, a 32×32 tile by one subgroup of four lanes; no barriers.
//
// Lane l keeps columns 4l…4l+3 and 16+4l…16+4l+3; rows of A reach the other lanes by broadcast. Accumulators do not fit
// into registers, so each takes four rows of A and B before it is put away.
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

var<private> accumulate: bool;
var<private> sign: vec4f;

fn write(at: u32, left: vec4f, right: vec4f) {
  if (accumulate) {
    c[at] = fma(sign, left, c[at]);
    c[at + 4u] = fma(sign, right, c[at + 4u]);
  } else {
    c[at] = sign * left;
    c[at + 4u] = sign * right;
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
  var atA = item.x * 256u + lane;
  var atB = item.y * 256u + lane;
  let rows = (item.w & 0xffffu) * 32u;
  for (var row = 0u; row < rows; row += 4u) {
    let l0 = a[atA];
    let r0 = a[atA + 4u];
    let b0 = b[atB];
    let d0 = b[atB + 4u];
    let l1 = a[atA + 8u];
    let r1 = a[atA + 12u];
    let b1 = b[atB + 8u];
    let d1 = b[atB + 12u];
    let l2 = a[atA + 16u];
    let r2 = a[atA + 20u];
    let b2 = b[atB + 16u];
    let d2 = b[atB + 20u];
    let l3 = a[atA + 24u];
    let r3 = a[atA + 28u];
    let b3 = b[atB + 24u];
    let d3 = b[atB + 28u];
    var p0 = vec4f();
    var p1 = vec4f();
    var p2 = vec4f();
    var p3 = vec4f();
    p0 = subgroupBroadcast(l0, 0u);
    p1 = subgroupBroadcast(l1, 0u);
    p2 = subgroupBroadcast(l2, 0u);
    p3 = subgroupBroadcast(l3, 0u);
    s0 = fma(vec4f(p3.x), b3, fma(vec4f(p2.x), b2, fma(vec4f(p1.x), b1, fma(vec4f(p0.x), b0, s0))));
    t0 = fma(vec4f(p3.x), d3, fma(vec4f(p2.x), d2, fma(vec4f(p1.x), d1, fma(vec4f(p0.x), d0, t0))));
    s1 = fma(vec4f(p3.y), b3, fma(vec4f(p2.y), b2, fma(vec4f(p1.y), b1, fma(vec4f(p0.y), b0, s1))));
    t1 = fma(vec4f(p3.y), d3, fma(vec4f(p2.y), d2, fma(vec4f(p1.y), d1, fma(vec4f(p0.y), d0, t1))));
    s2 = fma(vec4f(p3.z), b3, fma(vec4f(p2.z), b2, fma(vec4f(p1.z), b1, fma(vec4f(p0.z), b0, s2))));
    t2 = fma(vec4f(p3.z), d3, fma(vec4f(p2.z), d2, fma(vec4f(p1.z), d1, fma(vec4f(p0.z), d0, t2))));
    s3 = fma(vec4f(p3.w), b3, fma(vec4f(p2.w), b2, fma(vec4f(p1.w), b1, fma(vec4f(p0.w), b0, s3))));
    t3 = fma(vec4f(p3.w), d3, fma(vec4f(p2.w), d2, fma(vec4f(p1.w), d1, fma(vec4f(p0.w), d0, t3))));
    p0 = subgroupBroadcast(l0, 1u);
    p1 = subgroupBroadcast(l1, 1u);
    p2 = subgroupBroadcast(l2, 1u);
    p3 = subgroupBroadcast(l3, 1u);
    s4 = fma(vec4f(p3.x), b3, fma(vec4f(p2.x), b2, fma(vec4f(p1.x), b1, fma(vec4f(p0.x), b0, s4))));
    t4 = fma(vec4f(p3.x), d3, fma(vec4f(p2.x), d2, fma(vec4f(p1.x), d1, fma(vec4f(p0.x), d0, t4))));
    s5 = fma(vec4f(p3.y), b3, fma(vec4f(p2.y), b2, fma(vec4f(p1.y), b1, fma(vec4f(p0.y), b0, s5))));
    t5 = fma(vec4f(p3.y), d3, fma(vec4f(p2.y), d2, fma(vec4f(p1.y), d1, fma(vec4f(p0.y), d0, t5))));
    s6 = fma(vec4f(p3.z), b3, fma(vec4f(p2.z), b2, fma(vec4f(p1.z), b1, fma(vec4f(p0.z), b0, s6))));
    t6 = fma(vec4f(p3.z), d3, fma(vec4f(p2.z), d2, fma(vec4f(p1.z), d1, fma(vec4f(p0.z), d0, t6))));
    s7 = fma(vec4f(p3.w), b3, fma(vec4f(p2.w), b2, fma(vec4f(p1.w), b1, fma(vec4f(p0.w), b0, s7))));
    t7 = fma(vec4f(p3.w), d3, fma(vec4f(p2.w), d2, fma(vec4f(p1.w), d1, fma(vec4f(p0.w), d0, t7))));
    p0 = subgroupBroadcast(l0, 2u);
    p1 = subgroupBroadcast(l1, 2u);
    p2 = subgroupBroadcast(l2, 2u);
    p3 = subgroupBroadcast(l3, 2u);
    s8 = fma(vec4f(p3.x), b3, fma(vec4f(p2.x), b2, fma(vec4f(p1.x), b1, fma(vec4f(p0.x), b0, s8))));
    t8 = fma(vec4f(p3.x), d3, fma(vec4f(p2.x), d2, fma(vec4f(p1.x), d1, fma(vec4f(p0.x), d0, t8))));
    s9 = fma(vec4f(p3.y), b3, fma(vec4f(p2.y), b2, fma(vec4f(p1.y), b1, fma(vec4f(p0.y), b0, s9))));
    t9 = fma(vec4f(p3.y), d3, fma(vec4f(p2.y), d2, fma(vec4f(p1.y), d1, fma(vec4f(p0.y), d0, t9))));
    s10 = fma(vec4f(p3.z), b3, fma(vec4f(p2.z), b2, fma(vec4f(p1.z), b1, fma(vec4f(p0.z), b0, s10))));
    t10 = fma(vec4f(p3.z), d3, fma(vec4f(p2.z), d2, fma(vec4f(p1.z), d1, fma(vec4f(p0.z), d0, t10))));
    s11 = fma(vec4f(p3.w), b3, fma(vec4f(p2.w), b2, fma(vec4f(p1.w), b1, fma(vec4f(p0.w), b0, s11))));
    t11 = fma(vec4f(p3.w), d3, fma(vec4f(p2.w), d2, fma(vec4f(p1.w), d1, fma(vec4f(p0.w), d0, t11))));
    p0 = subgroupBroadcast(l0, 3u);
    p1 = subgroupBroadcast(l1, 3u);
    p2 = subgroupBroadcast(l2, 3u);
    p3 = subgroupBroadcast(l3, 3u);
    s12 = fma(vec4f(p3.x), b3, fma(vec4f(p2.x), b2, fma(vec4f(p1.x), b1, fma(vec4f(p0.x), b0, s12))));
    t12 = fma(vec4f(p3.x), d3, fma(vec4f(p2.x), d2, fma(vec4f(p1.x), d1, fma(vec4f(p0.x), d0, t12))));
    s13 = fma(vec4f(p3.y), b3, fma(vec4f(p2.y), b2, fma(vec4f(p1.y), b1, fma(vec4f(p0.y), b0, s13))));
    t13 = fma(vec4f(p3.y), d3, fma(vec4f(p2.y), d2, fma(vec4f(p1.y), d1, fma(vec4f(p0.y), d0, t13))));
    s14 = fma(vec4f(p3.z), b3, fma(vec4f(p2.z), b2, fma(vec4f(p1.z), b1, fma(vec4f(p0.z), b0, s14))));
    t14 = fma(vec4f(p3.z), d3, fma(vec4f(p2.z), d2, fma(vec4f(p1.z), d1, fma(vec4f(p0.z), d0, t14))));
    s15 = fma(vec4f(p3.w), b3, fma(vec4f(p2.w), b2, fma(vec4f(p1.w), b1, fma(vec4f(p0.w), b0, s15))));
    t15 = fma(vec4f(p3.w), d3, fma(vec4f(p2.w), d2, fma(vec4f(p1.w), d1, fma(vec4f(p0.w), d0, t15))));
    p0 = subgroupBroadcast(r0, 0u);
    p1 = subgroupBroadcast(r1, 0u);
    p2 = subgroupBroadcast(r2, 0u);
    p3 = subgroupBroadcast(r3, 0u);
    s16 = fma(vec4f(p3.x), b3, fma(vec4f(p2.x), b2, fma(vec4f(p1.x), b1, fma(vec4f(p0.x), b0, s16))));
    t16 = fma(vec4f(p3.x), d3, fma(vec4f(p2.x), d2, fma(vec4f(p1.x), d1, fma(vec4f(p0.x), d0, t16))));
    s17 = fma(vec4f(p3.y), b3, fma(vec4f(p2.y), b2, fma(vec4f(p1.y), b1, fma(vec4f(p0.y), b0, s17))));
    t17 = fma(vec4f(p3.y), d3, fma(vec4f(p2.y), d2, fma(vec4f(p1.y), d1, fma(vec4f(p0.y), d0, t17))));
    s18 = fma(vec4f(p3.z), b3, fma(vec4f(p2.z), b2, fma(vec4f(p1.z), b1, fma(vec4f(p0.z), b0, s18))));
    t18 = fma(vec4f(p3.z), d3, fma(vec4f(p2.z), d2, fma(vec4f(p1.z), d1, fma(vec4f(p0.z), d0, t18))));
    s19 = fma(vec4f(p3.w), b3, fma(vec4f(p2.w), b2, fma(vec4f(p1.w), b1, fma(vec4f(p0.w), b0, s19))));
    t19 = fma(vec4f(p3.w), d3, fma(vec4f(p2.w), d2, fma(vec4f(p1.w), d1, fma(vec4f(p0.w), d0, t19))));
    p0 = subgroupBroadcast(r0, 1u);
    p1 = subgroupBroadcast(r1, 1u);
    p2 = subgroupBroadcast(r2, 1u);
    p3 = subgroupBroadcast(r3, 1u);
    s20 = fma(vec4f(p3.x), b3, fma(vec4f(p2.x), b2, fma(vec4f(p1.x), b1, fma(vec4f(p0.x), b0, s20))));
    t20 = fma(vec4f(p3.x), d3, fma(vec4f(p2.x), d2, fma(vec4f(p1.x), d1, fma(vec4f(p0.x), d0, t20))));
    s21 = fma(vec4f(p3.y), b3, fma(vec4f(p2.y), b2, fma(vec4f(p1.y), b1, fma(vec4f(p0.y), b0, s21))));
    t21 = fma(vec4f(p3.y), d3, fma(vec4f(p2.y), d2, fma(vec4f(p1.y), d1, fma(vec4f(p0.y), d0, t21))));
    s22 = fma(vec4f(p3.z), b3, fma(vec4f(p2.z), b2, fma(vec4f(p1.z), b1, fma(vec4f(p0.z), b0, s22))));
    t22 = fma(vec4f(p3.z), d3, fma(vec4f(p2.z), d2, fma(vec4f(p1.z), d1, fma(vec4f(p0.z), d0, t22))));
    s23 = fma(vec4f(p3.w), b3, fma(vec4f(p2.w), b2, fma(vec4f(p1.w), b1, fma(vec4f(p0.w), b0, s23))));
    t23 = fma(vec4f(p3.w), d3, fma(vec4f(p2.w), d2, fma(vec4f(p1.w), d1, fma(vec4f(p0.w), d0, t23))));
    p0 = subgroupBroadcast(r0, 2u);
    p1 = subgroupBroadcast(r1, 2u);
    p2 = subgroupBroadcast(r2, 2u);
    p3 = subgroupBroadcast(r3, 2u);
    s24 = fma(vec4f(p3.x), b3, fma(vec4f(p2.x), b2, fma(vec4f(p1.x), b1, fma(vec4f(p0.x), b0, s24))));
    t24 = fma(vec4f(p3.x), d3, fma(vec4f(p2.x), d2, fma(vec4f(p1.x), d1, fma(vec4f(p0.x), d0, t24))));
    s25 = fma(vec4f(p3.y), b3, fma(vec4f(p2.y), b2, fma(vec4f(p1.y), b1, fma(vec4f(p0.y), b0, s25))));
    t25 = fma(vec4f(p3.y), d3, fma(vec4f(p2.y), d2, fma(vec4f(p1.y), d1, fma(vec4f(p0.y), d0, t25))));
    s26 = fma(vec4f(p3.z), b3, fma(vec4f(p2.z), b2, fma(vec4f(p1.z), b1, fma(vec4f(p0.z), b0, s26))));
    t26 = fma(vec4f(p3.z), d3, fma(vec4f(p2.z), d2, fma(vec4f(p1.z), d1, fma(vec4f(p0.z), d0, t26))));
    s27 = fma(vec4f(p3.w), b3, fma(vec4f(p2.w), b2, fma(vec4f(p1.w), b1, fma(vec4f(p0.w), b0, s27))));
    t27 = fma(vec4f(p3.w), d3, fma(vec4f(p2.w), d2, fma(vec4f(p1.w), d1, fma(vec4f(p0.w), d0, t27))));
    p0 = subgroupBroadcast(r0, 3u);
    p1 = subgroupBroadcast(r1, 3u);
    p2 = subgroupBroadcast(r2, 3u);
    p3 = subgroupBroadcast(r3, 3u);
    s28 = fma(vec4f(p3.x), b3, fma(vec4f(p2.x), b2, fma(vec4f(p1.x), b1, fma(vec4f(p0.x), b0, s28))));
    t28 = fma(vec4f(p3.x), d3, fma(vec4f(p2.x), d2, fma(vec4f(p1.x), d1, fma(vec4f(p0.x), d0, t28))));
    s29 = fma(vec4f(p3.y), b3, fma(vec4f(p2.y), b2, fma(vec4f(p1.y), b1, fma(vec4f(p0.y), b0, s29))));
    t29 = fma(vec4f(p3.y), d3, fma(vec4f(p2.y), d2, fma(vec4f(p1.y), d1, fma(vec4f(p0.y), d0, t29))));
    s30 = fma(vec4f(p3.z), b3, fma(vec4f(p2.z), b2, fma(vec4f(p1.z), b1, fma(vec4f(p0.z), b0, s30))));
    t30 = fma(vec4f(p3.z), d3, fma(vec4f(p2.z), d2, fma(vec4f(p1.z), d1, fma(vec4f(p0.z), d0, t30))));
    s31 = fma(vec4f(p3.w), b3, fma(vec4f(p2.w), b2, fma(vec4f(p1.w), b1, fma(vec4f(p0.w), b0, s31))));
    t31 = fma(vec4f(p3.w), d3, fma(vec4f(p2.w), d2, fma(vec4f(p1.w), d1, fma(vec4f(p0.w), d0, t31))));
    atA += 32u;
    atB += 32u;
  }
  accumulate = (item.w & ACCUMULATE) != 0u;
  sign = vec4f(select(1.0, -1.0, (item.w & NEGATE) != 0u));
  let at = item.z * 256u + lane;
  write(at, s0, t0);
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
