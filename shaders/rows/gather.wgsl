// Rows of a table by their indices, in elements; see gather-body.wgsl.
// @include lib/element.wgsl
// @include rows/gather-body.wgsl
