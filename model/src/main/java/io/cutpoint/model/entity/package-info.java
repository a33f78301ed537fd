/// The things that detections share.
@NullMarked
package io.cutpoint.model.entity;

import org.jspecify.annotations.NullMarked;
