package compare

import (
	"bytes"
	"encoding/json"

	"neonchat/chat"
	"neonchat/cmd/answer"
	"neonchat/cmd/program"
)

// newOutput gives the output of a format.
func newOutput(p *program.Program, format string, cs []candidate) (output, error) {
	switch format {
	case "json":
		return &jsonOutput{p, cs}, nil
	case "jsonl":
		return &jsonlOutput{p: p, candidates: cs, lines: make([]answer.JSONLOutput, len(cs))}, nil
	}
	return newDocument(p, cs)
}

// A Result is the object of compare -o json. Its fields are a contract
// with scripts.
type Result struct {
	Prompt    string          `json:"prompt"`
	Results   []answer.Result `json:"results"`
	Judgement *judgement      `json:"judgement,omitempty"`
}

func newResult(c *comparison) Result {
	r := Result{Prompt: chat.Message{Parts: c.question}.Text(), Judgement: c.judgement}
	for _, o := range c.outcomes {
		r.Results = append(r.Results, o.result)
	}
	return r
}

// jsonOutput prints one object when all is done.
type jsonOutput struct {
	p          *program.Program
	candidates []candidate
}

func (o *jsonOutput) event(i int, e chat.Event) error {
	if n, ok := e.(chat.Notice); ok {
		o.p.Status.Notice(o.candidates[i].label + ": " + n.Text)
	}
	return nil
}

func (o *jsonOutput) answered(_ int, out outcome) error {
	tell(o.p, out)
	return nil
}

func (o *jsonOutput) done(c *comparison) error {
	return o.p.PrintJSON(newResult(c))
}

// jsonlOutput prints an object for each event as it comes, with the target that
// it is of; one of the type "answer" for each that is done; and the object of -o
// json last.
type jsonlOutput struct {
	p          *program.Program
	candidates []candidate
	lines      []answer.JSONLOutput
}

func (o *jsonlOutput) event(i int, e chat.Event) error {
	if n, ok := e.(chat.Notice); ok {
		o.p.Status.Notice(o.candidates[i].label + ": " + n.Text)
	}
	return o.print(i, o.lines[i].Line(e))
}

func (o *jsonlOutput) answered(i int, out outcome) error {
	tell(o.p, out)
	return o.print(i, struct {
		Type string `json:"type"`
		answer.Result
	}{"answer", out.result})
}

// print writes a line that says whose it is behind its type. None has no line.
func (o *jsonlOutput) print(i int, line any) error {
	if line == nil {
		return nil
	}
	var b bytes.Buffer
	if err := program.EncodeJSON(&b, line); err != nil {
		return err
	}
	whose, err := json.Marshal(struct {
		Target string `json:"target"`
		Index  int    `json:"index"`
	}{o.candidates[i].target, i})
	if err != nil {
		return err
	}
	kind, rest, _ := bytes.Cut(b.Bytes(), []byte(","))
	_, err = o.p.Out.Write(bytes.Join([][]byte{kind, whose[1 : len(whose)-1], rest}, []byte(",")))
	return err
}

func (o *jsonlOutput) done(c *comparison) error {
	return o.p.PrintJSON(struct {
		Type string `json:"type"`
		Result
	}{"result", newResult(c)})
}
