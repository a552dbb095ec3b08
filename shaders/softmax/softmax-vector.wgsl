// Softmax of each row, in vectors of four columns; see softmax-body.wgsl.
// @include lib/vector.wgsl
// @include softmax/softmax-body.wgsl
