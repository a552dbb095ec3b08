// Adds rows up in a table at their indices, in vectors of four columns; see scatter-body.wgsl.
// @include lib/vector.wgsl
// @include rows/scatter-body.wgsl
