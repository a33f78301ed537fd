/// The directions of the house and what its rooms may not do, checked on the compiled classes and the sources.
///
/// [House] says what holds; every rule is also run on [io.cutpoint.architecture.wrong], which breaks it.
package io.cutpoint.architecture;
