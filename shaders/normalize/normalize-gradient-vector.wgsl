// The Jacobian of normalize-vector.wgsl on a vector for each row, in vectors of four columns; see normalize-gradient-body.wgsl.
// @include lib/vector.wgsl
// @include normalize/normalize-gradient-body.wgsl
