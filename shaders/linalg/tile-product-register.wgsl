// Products of tile columns, C ← βC ± AᵀB, 16×8 of a 32×32 tile in the registers of each of eight threads;
// no barriers.
//
// bindings: as in tile-product-interface.wgsl; tiles are 32×32

// @include linalg/tile-product-interface.wgsl

@compute @workgroup_size(4, 2)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let index = group.y * groups.x + group.x;
  if (index >= arrayLength(&items)) {
    return;
  }
  let item = items[index];
  if (is_closed(item)) {
    return;
  }
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
  var atA = item.x * 256u + local.y * 4u;
  var atB = item.y * 256u + local.x * 2u;
  let end = atA + (item.w & 0xffffu) * 256u;
  while (atA < end) {
    let a0 = a[atA];
    let a1 = a[atA + 1u];
    let a2 = a[atA + 2u];
    let a3 = a[atA + 3u];
    let b0 = b[atB];
    let b1 = b[atB + 1u];
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
    s8 = fma(vec4f(a2.x), b0, s8);
    t8 = fma(vec4f(a2.x), b1, t8);
    s9 = fma(vec4f(a2.y), b0, s9);
    t9 = fma(vec4f(a2.y), b1, t9);
    s10 = fma(vec4f(a2.z), b0, s10);
    t10 = fma(vec4f(a2.z), b1, t10);
    s11 = fma(vec4f(a2.w), b0, s11);
    t11 = fma(vec4f(a2.w), b1, t11);
    s12 = fma(vec4f(a3.x), b0, s12);
    t12 = fma(vec4f(a3.x), b1, t12);
    s13 = fma(vec4f(a3.y), b0, s13);
    t13 = fma(vec4f(a3.y), b1, t13);
    s14 = fma(vec4f(a3.z), b0, s14);
    t14 = fma(vec4f(a3.z), b1, t14);
    s15 = fma(vec4f(a3.w), b0, s15);
    t15 = fma(vec4f(a3.w), b1, t15);
    atA += 8u;
    atB += 8u;
  }
  accumulate = (item.w & ACCUMULATE) != 0u;
  sign = vec4f(select(1.0, -1.0, (item.w & NEGATE) != 0u));
  let at = item.z * 256u + local.y * 128u + local.x * 2u;
  write(at, 1u, s0, t0);
  write(at + 8u, 1u, s1, t1);
  write(at + 16u, 1u, s2, t2);
  write(at + 24u, 1u, s3, t3);
  write(at + 32u, 1u, s4, t4);
  write(at + 40u, 1u, s5, t5);
  write(at + 48u, 1u, s6, t6);
  write(at + 56u, 1u, s7, t7);
  write(at + 64u, 1u, s8, t8);
  write(at + 72u, 1u, s9, t9);
  write(at + 80u, 1u, s10, t10);
  write(at + 88u, 1u, s11, t11);
  write(at + 96u, 1u, s12, t12);
  write(at + 104u, 1u, s13, t13);
  write(at + 112u, 1u, s14, t14);
  write(at + 120u, 1u, s15, t15);
}
