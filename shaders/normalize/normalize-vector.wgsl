// Each row without its mean and in units of its spread, in vectors of four columns; see normalize-body.wgsl.
// @include lib/vector.wgsl
// @include normalize/normalize-body.wgsl
