// result = f(a, b) with operands broadcast by any strides; see binary-functions.wgsl and strided.wgsl.
//   binding 0  a       f32
//   binding 1  b       f32
//   binding 2  result  f32 `[count]`
//   A_0 … A_3, B_0 … B_3  strides of the operands, 0 along an axis they are repeated on
// @include elementwise/binary-functions.wgsl
// @include elementwise/strided.wgsl
override A_0: u32 = 1u;
override A_1: u32 = 0u;
override A_2: u32 = 0u;
override A_3: u32 = 0u;
override B_0: u32 = 1u;
override B_1: u32 = 0u;
override B_2: u32 = 0u;
override B_3: u32 = 0u;
@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let index = (group.y * groups.x + group.x) * 256u + lane;
  if (index >= arrayLength(&result)) { return; }
  let position = coordinates(index);
  let left = a[offset(position, vec4u(A_0, A_1, A_2, A_3))];
  let right = b[offset(position, vec4u(B_0, B_1, B_2, B_3))];
  result[index] = operate(vec4f(left), vec4f(right)).x;
}
