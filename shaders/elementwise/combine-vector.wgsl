// result = P·x + Q·y, in vectors of four elements; see combine-body.wgsl.
// @include lib/vector.wgsl
// @include elementwise/combine-body.wgsl
