package snippet

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// Files of others are changed where the part is and nowhere else: comments, the
// order and what we know nothing of stay.

// mergeJSON puts the part into an object, field by field.
func mergeJSON(old []byte, part object) ([]byte, error) {
	doc := object{}
	if len(bytes.TrimSpace(old)) > 0 {
		v, err := parse(old)
		if err != nil {
			return nil, errors.New("it is no plain JSON")
		}
		o, ok := v.(object)
		if !ok {
			return nil, errors.New("it is no JSON object")
		}
		doc = o
	}
	return []byte(document.tall(deep(doc, part), 0) + "\n"), nil
}

// deep is the object with the fields of another in it, objects within objects too.
func deep(into, from object) object {
	for _, f := range from {
		inner, isObject := f.value.(object)
		if there, ok := into.get(f.key).(object); ok && isObject {
			into = into.with(f.key, deep(there, inner))
			continue
		}
		into = into.with(f.key, f.value)
	}
	return into
}

// tall writes a value with a line for each of its parts, however short it is.
func (l language) tall(v value, depth int) string {
	switch v := v.(type) {
	case list:
		if len(v) == 0 {
			break
		}
		var lines []string
		for _, e := range v {
			lines = append(lines, l.tall(e, depth+1))
		}
		return l.block(l.list, lines, depth)
	case object:
		if len(v) == 0 {
			break
		}
		var lines []string
		for _, f := range v {
			lines = append(lines, l.key(f.key)+l.tall(f.value, depth+1))
		}
		return l.block(l.object, lines, depth)
	}
	return l.write(v, depth)
}

// mergeTOML sets keys at the top and a table. It reads what comes out, so that
// lines which only look like a key or a table are found out.
func mergeTOML(old []byte, top [][2]string, table string) ([]byte, error) {
	if err := toml.Unmarshal(old, &map[string]any{}); err != nil {
		return nil, errors.New("it is no TOML that neonchat can read")
	}
	text := string(old)
	split := len(text)
	if at := regexp.MustCompile(`(?m)^[ \t]*\[`).FindStringIndex(text); at != nil {
		split = at[0]
	}
	head, tables := text[:split], text[split:]
	for _, k := range top {
		head = setLine(head, k[0]+" = "+k[1], `(?m)^[ \t]*`+regexp.QuoteMeta(k[0])+`[ \t]*=.*$`)
	}
	name, _, _ := strings.Cut(table, "\n")
	tables = setTable(tables, name, table)
	merged := []byte(strings.TrimRight(head, "\n") + "\n\n" + tables)
	if err := toml.Unmarshal(merged, &map[string]any{}); err != nil {
		return nil, fmt.Errorf("it has lines that only look like a setting: %w", err)
	}
	return merged, nil
}

// setLine replaces the line that the pattern finds, or adds one at the end.
func setLine(text, line, pattern string) string {
	find := regexp.MustCompile(pattern)
	if at := find.FindStringIndex(text); at != nil {
		return text[:at[0]] + line + text[at[1]:]
	}
	if text != "" && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	return text + line + "\n"
}

// setTable replaces the table of that heading, up to the next, or adds it.
func setTable(text, heading, table string) string {
	var before, after strings.Builder
	found, within := false, false
	for line := range strings.Lines(text) {
		isHeading := strings.HasPrefix(strings.TrimSpace(line), "[")
		if isHeading {
			within = strings.TrimSpace(line) == heading
			found = found || within
		}
		switch {
		case within && strings.TrimSpace(line) != "" && !strings.HasPrefix(strings.TrimSpace(line), "#"):
		case found:
			after.WriteString(line)
		default:
			before.WriteString(line)
		}
	}
	if !found {
		all := before.String()
		if all != "" {
			all = strings.TrimRight(all, "\n") + "\n\n"
		}
		return all + table
	}
	return before.String() + table + after.String()
}

// mergeKeys sets keys at the top of a YAML document.
func mergeKeys(old []byte, keys [][2]string) ([]byte, error) {
	text := string(old)
	for _, k := range keys {
		text = setLine(text, k[0]+": "+k[1], `(?m)^`+regexp.QuoteMeta(k[0])+`:.*$`)
	}
	return []byte(text), nil
}

// mergeItem puts an item into a YAML list at the top, in the place of the one with
// the same first line.
func mergeItem(old []byte, item string) ([]byte, error) {
	name, _, _ := strings.Cut(item, "\n")
	var before, after strings.Builder
	found, within := false, false
	for line := range strings.Lines(string(old)) {
		bare := strings.TrimRight(line, "\r\n")
		switch {
		case strings.HasPrefix(line, "- "):
			within = unquoted(bare) == unquoted(name)
			found = found || within
		case !strings.HasPrefix(line, " ") && strings.TrimSpace(line) != "":
			if !strings.HasPrefix(line, "#") && bare != "---" {
				return nil, errors.New("it is no plain list")
			}
			within = false
		}
		switch {
		case within:
		case found:
			after.WriteString(line)
		default:
			before.WriteString(line)
		}
	}
	head := before.String()
	if head != "" && !strings.HasSuffix(head, "\n") {
		head += "\n"
	}
	return []byte(head + item + after.String()), nil
}

func unquoted(s string) string { return strings.NewReplacer(`"`, "", "'", "").Replace(s) }
