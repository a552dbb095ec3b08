// The Jacobian of softmax on a vector for each row, in elements; see softmax-gradient-body.wgsl.
// @include lib/element.wgsl
// @include softmax/softmax-gradient-body.wgsl
