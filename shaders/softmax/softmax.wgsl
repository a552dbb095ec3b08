// Softmax of each row, in elements; see softmax-body.wgsl.
// @include lib/element.wgsl
// @include softmax/softmax-body.wgsl
