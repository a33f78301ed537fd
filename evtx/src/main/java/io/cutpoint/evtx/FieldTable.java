package io.cutpoint.evtx;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Shares element paths and fields within one reader.
///
/// Abuse: names come from the file, so the table takes no more than [EvtxChunkReader#MAX_FIELDS] fields, as many paths,
/// and [#MAX_NAME_CHARS] characters of names, none of them longer than [CanonicalXml#MAX_NAME_CHARS]. What comes later is made anew each time, which costs time but changes no
/// result.
final class FieldTable {
    static final int MAX_NAME_CHARS = 2 << 20;

    private static final String EVENT = "Event";

    private record PathKey(ElementPath parent, String name) {}

    private record FieldKey(ElementPath element, @Nullable String attribute, @Nullable String dataName) {}

    final ElementPath document = new ElementPath(null, "", EvtxField.Section.OTHER, 0);

    private final Map<PathKey, ElementPath> paths = new HashMap<>();
    private final Map<FieldKey, EvtxField> fields = new HashMap<>();
    private int nameChars;
    private int pathIds;

    /// True for the element `Event` at the top of a document.
    static boolean isEvent(ElementPath path) {
        ElementPath parent = path.parent;
        return parent != null && parent.parent == null && path.name.equals(EVENT);
    }

    ElementPath child(ElementPath parent, String name) {
        PathKey key = new PathKey(parent, name);
        ElementPath known = paths.get(key);
        if (known != null) {
            return known;
        }
        ElementPath path =
                new ElementPath(parent, name, isEvent(parent) ? section(name) : parent.section, ++pathIds);
        if (paths.size() < EvtxChunkReader.MAX_FIELDS && nameChars + name.length() <= MAX_NAME_CHARS) {
            nameChars += name.length();
            paths.put(key, path);
        }
        return path;
    }

    EvtxField field(ElementPath element, @Nullable String attribute, @Nullable String dataName) {
        if (dataName != null && dataName.length() > CanonicalXml.MAX_NAME_CHARS) {
            return new EvtxField(element, attribute, dataName, EvtxField.NO_INDEX);
        }
        FieldKey key = new FieldKey(element, attribute, dataName);
        EvtxField known = fields.get(key);
        if (known != null) {
            return known;
        }
        int chars = (attribute == null ? 0 : attribute.length()) + (dataName == null ? 0 : dataName.length());
        if (fields.size() >= EvtxChunkReader.MAX_FIELDS || nameChars + chars > MAX_NAME_CHARS) {
            return new EvtxField(element, attribute, dataName, EvtxField.NO_INDEX);
        }
        nameChars += chars;
        EvtxField field = new EvtxField(element, attribute, dataName, fields.size());
        fields.put(key, field);
        return field;
    }

    private static EvtxField.Section section(String name) {
        return switch (name) {
            case "System" -> EvtxField.Section.SYSTEM;
            case "EventData" -> EvtxField.Section.EVENT_DATA;
            case "UserData" -> EvtxField.Section.USER_DATA;
            case "RenderingInfo" -> EvtxField.Section.RENDERING_INFO;
            default -> EvtxField.Section.OTHER;
        };
    }
}
