// Adds rows up in a table at their indices, in elements; see scatter-body.wgsl.
// @include lib/element.wgsl
// @include rows/scatter-body.wgsl
