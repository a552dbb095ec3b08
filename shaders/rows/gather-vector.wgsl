// Rows of a table by their indices, in vectors of four columns; see gather-body.wgsl.
// @include lib/vector.wgsl
// @include rows/gather-body.wgsl
