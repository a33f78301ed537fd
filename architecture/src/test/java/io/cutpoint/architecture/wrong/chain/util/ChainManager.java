package io.cutpoint.architecture.wrong.chain.util;

/// A name and a package that say nothing.
public class ChainManager {}
