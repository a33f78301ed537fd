package io.cutpoint.evtx;

import org.jspecify.annotations.Nullable;

/// Where a value stands in the event XML. Immutable.
///
/// Within one [EvtxChunkReader] equal places share one field, so that a caller may keep what it knows about a field in
/// an array indexed by [#index()]. The number of indexed fields is bounded by [EvtxChunkReader#MAX_FIELDS]; a field
/// that finds no room (only hostile files need so many) has the index [#NO_INDEX], and the caller then looks at its
/// names each time.
public final class EvtxField {

    /// The part of the event that a value belongs to.
    public enum Section {
        /// Below `Event/System`: what the event log service knows about every event.
        SYSTEM,
        /// Below `Event/EventData`: the values that the provider gives, mostly `<Data Name="...">`.
        EVENT_DATA,
        /// Below `Event/UserData`: the values of the provider in its own XML.
        USER_DATA,
        /// Below `Event/RenderingInfo`: texts that a collector added.
        RENDERING_INFO,
        /// Anything else.
        OTHER
    }

    /// The [#index()] of a field that the table had no room for.
    public static final int NO_INDEX = -1;

    final ElementPath element;
    private final @Nullable String attribute;
    private final @Nullable String dataName;
    private final int index;

    EvtxField(ElementPath element, @Nullable String attribute, @Nullable String dataName, int index) {
        this.element = element;
        this.attribute = attribute;
        this.dataName = dataName;
        this.index = index;
    }

    /// The part of the event.
    public Section section() {
        return element.section;
    }

    /// The names of the elements from below `Event` to this one, with slashes between: `System/Provider`. Made anew
    /// at each call.
    public String path() {
        return element.text();
    }

    /// The name of the element: `Provider`.
    public String name() {
        return element.name;
    }

    /// The name of the attribute whose value this is, or null for the text of the element.
    public @Nullable String attribute() {
        return attribute;
    }

    /// The `Name` attribute of a `Data` or `ComplexData` element, or null where there is none.
    public @Nullable String dataName() {
        return dataName;
    }

    /// A number from 0 that belongs to this field alone within its reader, or [#NO_INDEX].
    public int index() {
        return index;
    }

    @Override
    public String toString() {
        return path() + (dataName == null ? "" : "[" + dataName + "]") + (attribute == null ? "" : "@" + attribute);
    }
}
