// Each row without its mean and in units of its spread, in elements; see normalize-body.wgsl.
// @include lib/element.wgsl
// @include normalize/normalize-body.wgsl
