// The Jacobian of softmax on a vector for each row, in vectors of four columns; see softmax-gradient-body.wgsl.
// @include lib/vector.wgsl
// @include softmax/softmax-gradient-body.wgsl
