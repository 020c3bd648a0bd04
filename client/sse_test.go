package client

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

func readFrames(r io.Reader) (data []string, err error) {
	for f, err := range newEventReader(r).frames() {
		if err != nil {
			return data, err
		}
		data = append(data, f.data)
	}
	return data, nil
}

func TestFramesAreReadWhateverTheLineEnds(t *testing.T) {
	const stream = "\ufeff: hello\n\nevent: a\ndata: one\n\ndata:two\ndata: lines\nid: 7\nretry: 10\n\n\n\n: ping\n\ndata: last"
	want := []string{"one", "two\nlines", "last"}
	for _, end := range []string{"\n", "\r\n", "\r"} {
		body := strings.ReplaceAll(stream, "\n", end)
		for name, r := range map[string]io.Reader{
			"at once": strings.NewReader(body), "byte by byte": iotest.OneByteReader(strings.NewReader(body)),
		} {
			got, err := readFrames(r)
			if err != nil || !slices.Equal(got, want) {
				t.Errorf("line end %q, %s: got %q, %v", end, name, got, err)
			}
		}
	}
}

func TestAnEventIsPassedOnWhenItIsWhole(t *testing.T) {
	for _, end := range []string{"\n\n", "\r\n\r\n", "\r\r"} {
		r, w := io.Pipe()
		got := make(chan string)
		go func() {
			for f := range newEventReader(r).frames() {
				got <- f.data
			}
		}()
		for _, s := range []string{"one", "two"} {
			io.WriteString(w, "data: "+s+end)
			if d := <-got; d != s {
				t.Errorf("line ends %q: got %q, want %q", end, d, s)
			}
		}
		w.Close()
	}
}

func TestTheNetworksErrorIsKept(t *testing.T) {
	broken := errors.New("connection reset")
	got, err := readFrames(io.MultiReader(strings.NewReader("data: a\n\ndata: {\"b"), iotest.ErrReader(broken)))
	if !errors.Is(err, broken) || !slices.Equal(got, []string{"a", `{"b`}) {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestOneHugeEventComesThrough(t *testing.T) {
	big := strings.Repeat("0123456789abcdef", 8<<20/16)
	got, err := readFrames(iotest.HalfReader(strings.NewReader("data: " + big + "\n\ndata: end\n\n")))
	if err != nil || len(got) != 2 || got[0] != big || got[1] != "end" {
		t.Errorf("got %d events, %v", len(got), err)
	}
}

// Half a minute is what this took when each read copied what there was.
func TestAHugeEventInManySmallReadsComesThrough(t *testing.T) {
	big := strings.Repeat("0123456789abcdef", 60<<20/16)
	got, err := readFrames(&chunks{[]byte("data: " + big + "\n\n"), 16 << 10})
	if err != nil || len(got) != 1 || got[0] != big {
		t.Errorf("got %d events, %v", len(got), err)
	}
}

func TestWhatNeverEndsIsRefused(t *testing.T) {
	for name, r := range map[string]io.Reader{
		"an event":      io.MultiReader(strings.NewReader("data: "), endless{"x"}),
		"another thing": endless{strings.Repeat("no field ", 1<<12) + "\n\n"},
	} {
		if _, err := readFrames(r); !errors.Is(err, errEventTooBig) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

type endless struct{ again string }

func (e endless) Read(p []byte) (int, error) {
	return copy(p, strings.Repeat(e.again, len(p)/len(e.again)+1)), nil
}

func TestLinesThatAreNoFieldsAreKept(t *testing.T) {
	e := newEventReader(strings.NewReader("data: a\n\n{\n  \"error\": {\"message\": \"quota\"}\n}\n"))
	for range e.frames() {
	}
	if got := parseError(e.stray); got == nil || got.Message != "quota" {
		t.Errorf("stray %q gives %v", e.stray, got)
	}
}

// FuzzFrames holds the reader against a plain reading of the whole, and checks
// that it doesn't matter how the bytes arrive.
func FuzzFrames(f *testing.F) {
	f.Add([]byte("data: a\n\nevent: x\r\ndata: b\r\rdata:c\ndata: d"), uint8(3))
	f.Add([]byte("\xef\xbb\xbfdata: a\r\n\r\n: c\n\n\n\n{}"), uint8(1))
	f.Add([]byte("data: a\n\n\xef\xbb\xbfdata: b\n\ndata:c\n\nevent: d\ndata: e\n\ndata: f\nevent: g\n\n"), uint8(5))
	f.Fuzz(func(t *testing.T, body []byte, chunk uint8) {
		got, err := readFrames(&chunks{body, int(chunk%16) + 1})
		if err != nil {
			t.Fatal(err)
		}
		if want := plainFrames(string(body)); !slices.Equal(got, want) {
			t.Errorf("%q in pieces of %d:\n got %q\nwant %q", body, chunk%16+1, got, want)
		}
	})
}

type chunks struct {
	rest []byte
	n    int
}

func (c *chunks) Read(p []byte) (int, error) {
	if len(c.rest) == 0 {
		return 0, io.EOF
	}
	n := copy(p[:min(len(p), c.n)], c.rest)
	c.rest = c.rest[n:]
	return n, nil
}

// plainFrames is the standard's event stream, read simply.
func plainFrames(s string) (events []string) {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	s = strings.TrimPrefix(s, "\ufeff")
	var data []string
	for line := range strings.SplitSeq(s+"\n\n", "\n") {
		if line == "" {
			if d := strings.Join(data, "\n"); d != "" {
				events = append(events, d)
			}
			data = nil
			continue
		}
		if name, value, _ := strings.Cut(line, ":"); name == "data" {
			data = append(data, strings.TrimPrefix(value, " "))
		}
	}
	return events
}

func BenchmarkFrames(b *testing.B) {
	delta := "data: " + `{"id":"chatcmpl-9f2c1d7e8b4a4c0c9f2c1d7e8b4a4c0c","object":"chat.completion.chunk","created":1767213414,"model":"llama-4-maverick","choices":[{"index":0,"delta":{"role":"assistant","content":"abcd"},"finish_reason":null}]}` + "\n\n"
	for name, body := range map[string]string{
		"262144 deltas":  strings.Repeat(delta, 262144),
		"one 8 MB event": "data: " + strings.Repeat("x", 8<<20) + "\n\n",
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			for b.Loop() {
				for _, err := range newEventReader(&chunks{[]byte(body), 4096}).frames() {
					if err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}
