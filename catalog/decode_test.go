package catalog

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

const (
	cut     = "../testdata/catalog/api.json"
	served  = "../testdata/catalog/served.json"
	whole   = "../../shared/data/models.dev.api.json"
	ourPart = "../../shared/data/models.dev.neon.2026-11.json"
)

// open reads a file; one that is not part of the project may be absent.
func open(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(name)
	if errors.Is(err, os.ErrNotExist) && strings.HasPrefix(name, "../../") {
		t.Skip("no " + name)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func decode(t testing.TB, doc []byte) Catalog {
	t.Helper()
	c, err := Decode(bytes.NewReader(doc))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func find(t testing.TB, c Catalog, id string) Model {
	t.Helper()
	m, ok := c.Find(id)
	if !ok {
		t.Fatalf("no %s in %v", id, ids(c.Models()))
	}
	return m
}

func ids(ms []Model) []string {
	var s []string
	for _, m := range ms {
		s = append(s, m.ID)
	}
	return s
}

func dollars(f float64) Rate { return Rate{f, true} }

func TestDecodeReadsAModelWhole(t *testing.T) {
	got := find(t, decode(t, open(t, cut)), "gpt-9-mini")
	want := Model{
		ID: "gpt-9-mini", Name: "GPT-9 mini", Vendor: "OpenAI", Family: "gpt-mini", Released: "2026-09-09",
		Dialect: "openai", Status: "beta", Context: 400000, MaxInput: 272000, MaxOutput: 128000,
		Input: []string{"text", "image"}, Output: []string{"text", "image"}, Effort: []string{"low", "high"},
		Reasoning: Yes, Temperature: No, ToolCall: Yes, Attachment: Yes, Structured: Yes, Known: true,
		Cost: Cost{
			Rates: Rates{Input: dollars(2), Output: dollars(10), CacheRead: dollars(0.2), Reasoning: dollars(20)},
			Tiers: []Tier{
				{Above: 128000, Rates: Rates{Input: dollars(4), Output: dollars(20), CacheRead: dollars(0.4), Reasoning: dollars(20)}},
				{Above: 272000, Rates: Rates{Input: dollars(8), Output: dollars(40), CacheRead: dollars(0.2), Reasoning: dollars(20)}},
			},
		},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v %+v\nwant %+v %+v", got, got.Cost, want, want.Cost)
	}
	c := find(t, decode(t, open(t, cut)), "claude-test-9")
	if !c.Toggle || !c.Budget || c.BudgetMin != 1024 || c.BudgetMax != 63999 || c.PromptLimit() != 200000 {
		t.Errorf("claude-test-9: %+v", c)
	}
}

func TestABrokenEntryHidesNoOther(t *testing.T) {
	c := decode(t, open(t, cut))
	if got, want := ids(c.Models()), []string{"claude-test-9", "gpt-9-mini", "gpt-oss-9b", "gemini-9", "llama-9"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	m := find(t, c, "gpt-oss-9b")
	if m.Context != 131072 || m.MaxOutput != 0 || m.Attachment != Unknown || m.Cost.Output.Known || m.Cost.Input != dollars(0.072) {
		t.Errorf("what could be read of gpt-oss-9b: %+v", m)
	}
	if m := find(t, c, "gemini-9"); m.Name != "Gemini[31m 9" {
		t.Errorf("an escape sequence came through in %q", m.Name)
	}
	if m := find(t, c, "llama-9"); m.Name != "llama-9" || m.Cost.Input.Known || m.PromptLimit() != 0 || m.Temperature != Unknown {
		t.Errorf("an entry with next to nothing: %+v", m)
	}
}

func TestANumberInQuotesIsThatNumber(t *testing.T) {
	m := find(t, decode(t, []byte(`{"neon":{"models":{"gpt-9":{"limit":{"context":"200000","output":6.4e4,"input":"lots"},"cost":{"input":"0.25","output":" 2 "}}}}}`)), "gpt-9")
	if m.Context != 200000 || m.MaxOutput != 64000 || m.MaxInput != 0 || m.Cost.Input != dollars(0.25) || m.Cost.Output != dollars(2) {
		t.Errorf("got %+v %+v", m, m.Cost)
	}
}

func TestDecodeSaysWhatIsWrong(t *testing.T) {
	for _, tt := range []struct{ name, doc, want string }{
		{"nothing came", "", "unexpected EOF"},
		{"a web page", "<html>log in to the airport</html>", `not a JSON object: '<' where { belongs`},
		{"an array", "[]", `not a JSON object: '[' where { belongs`},
		{"no neon", `{"acme":{"models":{"x":{}}}}`, `it has no "neon"`},
		{"neon is deeper", `{"acme":{"neon":{"models":{"x":{}}}}}`, `it has no "neon"`},
		{"neon without models", `{"neon":{"models":{}}}`, `its "neon" has no models`},
		{"models became a list", `{"neon":{"models":[{"id":"x"}]}}`, `its "neon" has no models`},
		{"no entry is a model", `{"neon":{"models":{"x":1}}}`, `its "neon" has no models`},
		{"cut before neon", `{"acme":{"models":{"x":{}`, "unexpected EOF"},
		{"cut inside neon", `{"neon":{"models":{"x":{}`, "unexpected EOF"},
		{"neon is not JSON", `{"neon":{"models":{"x":{]}}}`, "invalid character"},
		{"a value is missing", `{"acme":,"neon":}`, `it has no "neon"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Decode(strings.NewReader(tt.doc))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func TestDecodeReadsNoFurtherThanItMust(t *testing.T) {
	doc := open(t, cut)
	before, _, _ := bytes.Cut(doc, []byte(`"zeta"`))
	r := io.MultiReader(bytes.NewReader(before), iotest.ErrReader(errors.New("read on")))
	if _, err := Decode(r); err != nil {
		t.Errorf("after the part it wants: %v", err)
	}
	want := decode(t, doc)
	got, err := Decode(iotest.OneByteReader(bytes.NewReader(doc)))
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("byte by byte: %v, %v", ids(got.Models()), err)
	}
	if _, err := Decode(iotest.TimeoutReader(iotest.OneByteReader(bytes.NewReader(doc)))); !errors.Is(err, iotest.ErrTimeout) {
		t.Errorf("a connection that breaks: %v", err)
	}
}

func TestDecodeRefusesWhatWouldFillTheMemory(t *testing.T) {
	endless := io.MultiReader(strings.NewReader(`{"neon":"`), repeat('x'))
	if _, err := Decode(endless); err == nil || !strings.Contains(err.Error(), "more than") {
		t.Errorf("an endless value: %v", err)
	}
	endless = io.MultiReader(strings.NewReader(`{"`), repeat('x'))
	if _, err := Decode(endless); err == nil || !strings.Contains(err.Error(), "more than") {
		t.Errorf("an endless key: %v", err)
	}
	deep := `{"acme":` + strings.Repeat(`[`, 1<<20) + strings.Repeat(`]`, 1<<20) + `,"neon":{"models":{"x":{}}}}`
	if _, err := Decode(strings.NewReader(deep)); err != nil {
		t.Errorf("a million brackets around nothing: %v", err)
	}
}

// repeat is an endless reader of one byte.
type repeat byte

func (c repeat) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(c)
	}
	return len(p), nil
}

func TestTheWholeCatalogIsRead(t *testing.T) {
	doc := open(t, whole)
	c := decode(t, doc)
	var all map[string]struct{ Models map[string]any }
	if err := json.Unmarshal(doc, &all); err != nil {
		t.Fatal(err)
	}
	got, want := ids(c.Models()), slices.Collect(maps.Keys(all["neon"].Models))
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
}

func TestTheBuiltInListHasEveryModel(t *testing.T) {
	want, got := decode(t, open(t, ourPart)).Models(), Embedded().Models()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

// FuzzDecode: whatever comes, Decode ends; and of valid JSON it takes the same
// member as encoding/json does.
func FuzzDecode(f *testing.F) {
	f.Add(open(f, cut))
	f.Add([]byte(`{"neon":{"models":{"x":{}}}}`))
	f.Add([]byte("\ufeff{}"))
	f.Add([]byte(`{"a":1,"b":[],"c":"\\\"","d":true ,"\u006eeon" : {"models":{"x":{"cost":{}}}} , "neon":null}`))
	f.Add([]byte(`{"a":-1.5e9}`))
	f.Add([]byte(`{"neon":{"models":{"x":{"limit":{"context":1e400},"cost":{"tiers":[{}]}}}},"neon":3}`))
	f.Add([]byte(`{"a":"\`))
	f.Fuzz(func(t *testing.T, doc []byte) {
		got, err := Decode(bytes.NewReader(doc))
		if err == nil {
			price(t, got)
		}
		if !json.Valid(doc) {
			return
		}
		want, wantErr := slowly(doc)
		if (err == nil) != (wantErr == nil) || !reflect.DeepEqual(got.models, want) {
			t.Errorf("got  %+v, %v\nwant %+v, %v", got.models, err, want, wantErr)
		}
	})
}

// slowly does with encoding/json what Decode does.
func slowly(doc []byte) ([]Model, error) {
	d := json.NewDecoder(bytes.NewReader(doc))
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return nil, fmt.Errorf("not an object: %v", open)
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, err
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil, err
		}
		if key == "neon" {
			return parse(value)
		}
	}
	return parse(nil)
}

// price uses what was decoded in all the ways there are.
func price(t *testing.T, c Catalog) {
	t.Helper()
	for _, m := range c.Models() {
		if usd, ok := m.Price(Usage{Input: 1 << 40, CachedInput: 1, CacheWrite: 1, Output: 1 << 40, Reasoning: 1}); ok && !(usd >= 0) {
			t.Errorf("%s costs %v", m.ID, usd)
		}
		if !slices.Contains(Dialects(), m.Dialect) {
			t.Errorf("%s speaks %q", m.ID, m.Dialect)
		}
		if _, ok := c.Find(m.ID); !ok {
			t.Errorf("%s is not found", m.ID)
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	for name, doc := range map[string]func(testing.TB) []byte{
		"real":      func(t testing.TB) []byte { return open(t, whole) },
		"synthetic": synthetic,
	} {
		b.Run(name, func(b *testing.B) {
			doc := doc(b)
			b.SetBytes(int64(len(doc)))
			for b.Loop() {
				if _, err := Decode(bytes.NewReader(doc)); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(name+"/json.Unmarshal", func(b *testing.B) {
			doc := doc(b)
			b.SetBytes(int64(len(doc)))
			for b.Loop() {
				var all map[string]struct{ Models map[string]entry }
				if err := json.Unmarshal(doc, &all); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkEmbedded(b *testing.B) {
	for b.Loop() {
		Embedded()
	}
}

// synthetic is a catalog the size of the real one, with our part at its end.
func synthetic(testing.TB) []byte {
	part := strings.TrimSuffix(builtIn[strings.Index(builtIn, `{"models"`):], "}\n")
	var b bytes.Buffer
	b.WriteString("{")
	for i := range 160 {
		fmt.Fprintf(&b, "%q: %s,", fmt.Sprint("provider", i), part)
	}
	fmt.Fprintf(&b, "%q: %s}", "neon", part)
	return b.Bytes()
}
