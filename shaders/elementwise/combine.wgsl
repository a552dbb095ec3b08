// result = P·x + Q·y, in elements; see combine-body.wgsl.
// @include lib/element.wgsl
// @include elementwise/combine-body.wgsl
