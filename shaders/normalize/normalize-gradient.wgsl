// The Jacobian of normalize.wgsl on a vector for each row, in elements; see normalize-gradient-body.wgsl.
// @include lib/element.wgsl
// @include normalize/normalize-gradient-body.wgsl
