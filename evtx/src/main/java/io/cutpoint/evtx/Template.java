package io.cutpoint.evtx;

/// A compiled template: what to do with the substitution values of an instance, in document order.
///
/// Operation `i` is `operations[i]` with the operands `fields[i]`, `first[i]` and `second[i]`:
///
/// | operation | first | second |
/// |---|---|---|
/// | [#CONSTANT] | offset of the text in `constants` | its bytes | 
/// | [#EMPTY] | | |
/// | [#VALUE], [#MIXED], [#ATTRIBUTE], [#OPTIONAL_ATTRIBUTE] | slot | |
/// | [#TEXT], [#MIXED_TEXT], [#ATTRIBUTE_TEXT], [#NAME] | first part | number of parts |
///
/// Parts are those of a text that is put together: part `p` is the slot `partSlots[p]`, or where that is -1 the
/// constant at `partOffsets[p]` of the type and length beside it.
final class Template {
    /// The content of an element is one slot; null is an empty value.
    static final byte VALUE = 0;

    /// A slot between child elements; null is nothing.
    static final byte MIXED = 1;

    /// An attribute is one slot; null is an empty value.
    static final byte ATTRIBUTE = 2;

    /// An attribute is one slot; null means that the attribute is absent.
    static final byte OPTIONAL_ATTRIBUTE = 3;

    /// The operations up to this one show a slot.
    static final byte LAST_WITH_SLOT = OPTIONAL_ATTRIBUTE;

    /// A text known when the template was compiled.
    static final byte CONSTANT = 4;

    /// An element without content.
    static final byte EMPTY = 5;

    /// The content of an element is put together.
    static final byte TEXT = 6;

    /// A text between child elements that is put together.
    static final byte MIXED_TEXT = 7;

    /// An attribute's value is put together.
    static final byte ATTRIBUTE_TEXT = 8;

    /// The `Name` of a data element is put together from slots; it holds for the operations with `dynamic` set that
    /// follow, up to the next one.
    static final byte NAME = 9;

    final int count;
    final byte[] operations;
    final EvtxField[] fields;
    final int[] first;
    final int[] second;
    final boolean[] dynamic;

    /// Whether any operation is [#NAME].
    final boolean hasNames;

    final byte[] constants;
    final int[] partSlots;
    final int[] partTypes;
    final int[] partOffsets;
    final int[] partLengths;

    /// Bytes of the canonical form that this was made of: the measure of the work that one use may cost.
    final int weight;

    Template(
            int count,
            byte[] operations,
            EvtxField[] fields,
            int[] first,
            int[] second,
            boolean[] dynamic,
            boolean hasNames,
            byte[] constants,
            int[] partSlots,
            int[] partTypes,
            int[] partOffsets,
            int[] partLengths,
            int weight) {
        this.count = count;
        this.operations = operations;
        this.fields = fields;
        this.first = first;
        this.second = second;
        this.dynamic = dynamic;
        this.hasNames = hasNames;
        this.constants = constants;
        this.partSlots = partSlots;
        this.partTypes = partTypes;
        this.partOffsets = partOffsets;
        this.partLengths = partLengths;
        this.weight = weight;
    }
}
