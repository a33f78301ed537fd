package io.cutpoint.evtx;

import org.jspecify.annotations.Nullable;

/// An element's place in the event XML: its name and what encloses it. Made by [FieldTable] alone, which shares
/// equal paths, so that identity is equality as long as the table has room.
final class ElementPath {
    final @Nullable ElementPath parent;
    final String name;
    final EvtxField.Section section;

    /// A number of its own, to hash it by.
    final int id;

    /// Whether a `Name` attribute names the element's value (`<Data Name="...">`).
    final boolean named;

    ElementPath(@Nullable ElementPath parent, String name, EvtxField.Section section, int id) {
        this.parent = parent;
        this.name = name;
        this.section = section;
        this.id = id;
        this.named = name.equals("Data") || name.equals("ComplexData");
    }

    /// The names from below `Event` down to this element, with slashes between.
    String text() {
        StringBuilder text = new StringBuilder();
        append(text);
        return text.toString();
    }

    private void append(StringBuilder text) {
        if (parent == null) {
            return;
        }
        parent.append(text);
        if (!text.isEmpty()) {
            text.append('/');
        }
        if (!FieldTable.isEvent(this)) {
            text.append(name);
        }
    }
}
