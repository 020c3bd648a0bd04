package client

import "strings"

// openaiDelta reads the commonest event, a delta of the answer's text, without
// a JSON decoder. A template can't: each event has another sequence number, and
// padding of another length. It is not ok with what is unusual in any way,
// which is left to the decoder.
func openaiDelta(data string) (p openaiPlace, s string, ok bool) {
	j := flatJSON{rest: data}
	kind, ok := "", j.skip('{')
	for more := true; ok && more; more = j.skip(',') {
		var key string
		if key, ok = j.raw(); !ok || !j.skip(':') {
			return p, "", false
		}
		switch key {
		case "type":
			kind, ok = j.raw()
		case "delta":
			if s, ok = j.raw(); ok {
				s, ok = unquote(s)
			}
		case "output_index":
			p.item, ok = j.count()
		case "content_index":
			p.index, ok = j.count()
		case "sequence_number":
			_, ok = j.count()
		case "item_id", "obfuscation":
			ok = j.skipPlain()
		case "logprobs":
			ok = j.skip('[') && j.skip(']')
		default:
			ok = false
		}
	}
	ok = ok && j.skip('}') && j.atEnd() && kind == "response.output_text.delta"
	return p, s, ok
}

// flatJSON reads the tokens of a JSON object without depth.
type flatJSON struct{ rest string }

func (j *flatJSON) space() {
	for j.rest != "" && (j.rest[0] == ' ' || j.rest[0] == '\t' || j.rest[0] == '\n' || j.rest[0] == '\r') {
		j.rest = j.rest[1:]
	}
}

func (j *flatJSON) skip(c byte) bool {
	j.space()
	if j.rest == "" || j.rest[0] != c {
		return false
	}
	j.rest = j.rest[1:]
	return true
}

func (j *flatJSON) atEnd() bool {
	j.space()
	return j.rest == ""
}

// raw reads a string and gives its inside as it stands.
func (j *flatJSON) raw() (string, bool) {
	if !j.skip('"') {
		return "", false
	}
	end := 0
	for {
		i := strings.IndexByte(j.rest[end:], '"')
		if i < 0 {
			return "", false
		}
		end += i
		if !escaped(j.rest[:end]) {
			break
		}
		end++
	}
	s := j.rest[:end]
	j.rest = j.rest[end+1:]
	return s, true
}

// escaped reports whether what follows s in a JSON string is escaped.
func escaped(s string) bool {
	return (len(s)-len(strings.TrimRight(s, `\`)))%2 == 1
}

// skipPlain passes over a string in which nothing is escaped.
func (j *flatJSON) skipPlain() bool {
	s, ok := j.raw()
	for i := 0; ok && i < len(s); i++ {
		ok = s[i] >= ' ' && s[i] != '\\'
	}
	return ok
}

// count reads a number that is short, whole and not negative.
func (j *flatJSON) count() (n int, ok bool) {
	j.space()
	i := 0
	for i < len(j.rest) && i < 9 && j.rest[i] >= '0' && j.rest[i] <= '9' {
		n = 10*n + int(j.rest[i]-'0')
		i++
	}
	if i == 0 || i > 1 && j.rest[0] == '0' {
		return 0, false
	}
	j.rest = j.rest[i:]
	return n, true
}
