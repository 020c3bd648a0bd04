package history

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"neonchat/chat"
)

// A message's parts are kept as {"v":1,"parts":[{"type":"text",…},…]}. The data
// of a file stands apart and is named by its hash, so that a fork or an edited
// question doesn't keep it again.
const partsVersion = 1

// errNewerPart says that a part is of a kind that this program doesn't know. It
// is refused and not skipped, since a message without it would be another.
var errNewerPart = errors.New("unknown part")

type keptParts struct {
	V     int        `json:"v"`
	Parts []keptPart `json:"parts"`
}

// A keptPart is a part of any type. Which fields it has goes by its type.
type keptPart struct {
	Type      string        `json:"type"`
	Text      *exact        `json:"text,omitempty"`
	Signature exact         `json:"signature,omitempty"`
	Phase     string        `json:"phase,omitempty"`
	ID        exact         `json:"id,omitempty"`
	Name      exact         `json:"name,omitempty"`
	Arguments exact         `json:"arguments,omitempty"`
	IsError   bool          `json:"is_error,omitempty"`
	Unrun     bool          `json:"unrun,omitempty"`
	Took      time.Duration `json:"took,omitempty"`
	Kind      string        `json:"kind,omitempty"`
	Data      exact         `json:"data,omitempty"`
	File      *keptFile     `json:"file,omitempty"`
	Files     []keptFile    `json:"files,omitempty"`
}

type keptFile struct {
	Name exact  `json:"name,omitempty"`
	MIME string `json:"mime,omitempty"`
	Hash hash   `json:"sha256"`
}

// keptUsage is a chat.Usage in the database.
type keptUsage struct {
	Input       int64 `json:"input"`
	CachedInput int64 `json:"cached_input"`
	CacheWrite  int64 `json:"cache_write"`
	Output      int64 `json:"output"`
	Reasoning   int64 `json:"reasoning"`
}

// keptCounts are an answer's: its own, and those of the attempts before it.
type keptCounts struct {
	keptUsage
	Uncounted bool        `json:"uncounted,omitempty"` // the answer has none of its own
	Earlier   []keptUsage `json:"earlier,omitempty"`
}

func countsOf(m chat.Message) (c keptCounts, some bool) {
	if c.Uncounted = m.Usage == nil; !c.Uncounted {
		c.keptUsage = keptUsage(*m.Usage)
	}
	for _, u := range m.Earlier {
		c.Earlier = append(c.Earlier, keptUsage(u))
	}
	return c, !c.Uncounted || c.Earlier != nil
}

func (c *keptCounts) give(m *chat.Message) {
	if c == nil {
		return
	}
	if !c.Uncounted {
		m.Usage = (*chat.Usage)(&c.keptUsage)
	}
	for _, u := range c.Earlier {
		m.Earlier = append(m.Earlier, chat.Usage(u))
	}
}

// An exact string comes back byte for byte: one that isn't UTF-8 is kept as
// base64, in an object.
type exact string

type inBase64 struct {
	Base64 []byte `json:"base64"`
}

func (e exact) MarshalJSON() ([]byte, error) {
	if utf8.ValidString(string(e)) {
		return json.Marshal(string(e))
	}
	return json.Marshal(inBase64{[]byte(e)})
}

func (e *exact) UnmarshalJSON(data []byte) error {
	if data[0] == '{' {
		var b inBase64
		err := json.Unmarshal(data, &b)
		*e = exact(b.Base64)
		return err
	}
	return json.Unmarshal(data, (*string)(e))
}

// A hash names the data of a file.
type hash [sha256.Size]byte

func (h hash) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, h[:]), nil }

func (h *hash) UnmarshalText(text []byte) error {
	data, err := hex.DecodeString(string(text))
	if err == nil && len(data) != len(h) {
		err = errors.New("a hash of the wrong length")
	}
	copy(h[:], data)
	return err
}

// attached are the data of files by their hashes.
type attached map[hash][]byte

func (a attached) put(f chat.File) keptFile {
	h := hash(sha256.Sum256(f.Data))
	a[h] = f.Data
	return keptFile{Name: exact(f.Name), MIME: f.MIME, Hash: h}
}

func (a attached) get(f keptFile) (chat.File, error) {
	data, ok := a[f.Hash]
	if !ok {
		return chat.File{}, fmt.Errorf("the data of the file %q is missing", string(f.Name))
	}
	return chat.File{Name: string(f.Name), MIME: f.MIME, Data: data}, nil
}

// encodeParts gives the text that keeps parts, and the data of their files.
func encodeParts(parts []chat.Part) (string, attached, error) {
	kept, files := keptParts{V: partsVersion, Parts: []keptPart{}}, attached{}
	for _, p := range parts {
		kept.Parts = append(kept.Parts, keep(p, files))
	}
	var text strings.Builder // one copy less of megabytes than Marshal's
	err := json.NewEncoder(&text).Encode(kept)
	return strings.TrimSuffix(text.String(), "\n"), files, err
}

func keep(p chat.Part, files attached) keptPart {
	switch p := p.(type) {
	case chat.Text:
		return keptPart{Type: "text", Text: said(p.Text), Signature: exact(p.Signature), Phase: p.Phase}
	case chat.Reasoning:
		return keptPart{Type: "reasoning", Text: said(p.Text), Signature: exact(p.Signature)}
	case chat.File:
		f := files.put(p)
		return keptPart{Type: "file", File: &f}
	case chat.ToolCall:
		return keptPart{Type: "tool_call", ID: exact(p.ID), Name: exact(p.Name), Arguments: exact(p.Arguments), Signature: exact(p.Signature)}
	case chat.ToolResult:
		k := keptPart{Type: "tool_result", ID: exact(p.ID), Name: exact(p.Name), Text: said(p.Text), IsError: p.IsError, Unrun: p.Unrun, Took: p.Took}
		for _, f := range p.Files {
			k.Files = append(k.Files, files.put(f))
		}
		return k
	case chat.Opaque:
		return keptPart{Type: "opaque", Kind: p.Kind, Data: exact(p.Data)}
	}
	panic(fmt.Sprintf("no way to keep a %T", p)) // the set of parts is closed
}

func said(text string) *exact { return (*exact)(&text) }

// decodeParts gives back what encodeParts was given.
func decodeParts(text string, files attached) ([]chat.Part, error) {
	var kept keptParts
	if err := json.Unmarshal([]byte(text), &kept); err != nil {
		return nil, err
	}
	if kept.V > partsVersion {
		return nil, fmt.Errorf("%w: version %d", errNewerPart, kept.V)
	}
	var parts []chat.Part
	for _, k := range kept.Parts {
		p, err := k.part(files)
		if err != nil {
			return nil, err
		}
		parts = append(parts, p)
	}
	return parts, nil
}

func (k keptPart) part(files attached) (chat.Part, error) {
	var text string
	if k.Text != nil {
		text = string(*k.Text)
	}
	switch k.Type {
	case "text":
		return chat.Text{Text: text, Signature: string(k.Signature), Phase: k.Phase}, nil
	case "reasoning":
		return chat.Reasoning{Text: text, Signature: string(k.Signature)}, nil
	case "file":
		if k.File == nil {
			return nil, errors.New("a file part without a file")
		}
		return files.get(*k.File)
	case "tool_call":
		return chat.ToolCall{ID: string(k.ID), Name: string(k.Name), Arguments: string(k.Arguments), Signature: string(k.Signature)}, nil
	case "tool_result":
		r := chat.ToolResult{ID: string(k.ID), Name: string(k.Name), Text: text, IsError: k.IsError, Unrun: k.Unrun, Took: k.Took}
		for _, f := range k.Files {
			file, err := files.get(f)
			if err != nil {
				return nil, err
			}
			r.Files = append(r.Files, file)
		}
		return r, nil
	case "opaque":
		o := chat.Opaque{Kind: k.Kind}
		if k.Data != "" {
			o.Data = json.RawMessage(k.Data)
		}
		return o, nil
	}
	return nil, fmt.Errorf("%w of type %q", errNewerPart, k.Type)
}
