package cmd

import (
	"bytes"
	"encoding/json"

	"neonchat/chat"
)

// newCompareOutput gives the output of a format.
func newCompareOutput(p *program, format string, cs []contender) (compareOutput, error) {
	switch format {
	case "json":
		return &compareJSON{p, cs}, nil
	case "jsonl":
		return &compareLines{p: p, contenders: cs, lines: make([]jsonlOutput, len(cs))}, nil
	}
	return newDocument(p, cs)
}

// A compareResult is the object of compare -o json. Its fields are a contract
// with scripts.
type compareResult struct {
	Prompt    string     `json:"prompt"`
	Results   []result   `json:"results"`
	Judgement *judgement `json:"judgement,omitempty"`
}

func newCompareResult(c *contest) compareResult {
	r := compareResult{Prompt: chat.Message{Parts: c.question}.Text(), Judgement: c.judgement}
	for _, o := range c.outcomes {
		r.Results = append(r.Results, o.result)
	}
	return r
}

// compareJSON prints one object when all is done.
type compareJSON struct {
	p          *program
	contenders []contender
}

func (o *compareJSON) event(i int, e chat.Event) error {
	if n, ok := e.(chat.Notice); ok {
		o.p.status.notice(o.contenders[i].label + ": " + n.Text)
	}
	return nil
}

func (o *compareJSON) answered(_ int, out outcome) error {
	tell(o.p, out)
	return nil
}

func (o *compareJSON) done(c *contest) error {
	return o.p.printJSON(newCompareResult(c))
}

// compareLines prints an object for each event as it comes, with the target that
// it is of; one of the type "answer" for each that is done; and the object of -o
// json last.
type compareLines struct {
	p          *program
	contenders []contender
	lines      []jsonlOutput
}

func (o *compareLines) event(i int, e chat.Event) error {
	if n, ok := e.(chat.Notice); ok {
		o.p.status.notice(o.contenders[i].label + ": " + n.Text)
	}
	return o.print(i, o.lines[i].line(e))
}

func (o *compareLines) answered(i int, out outcome) error {
	tell(o.p, out)
	return o.print(i, struct {
		Type string `json:"type"`
		result
	}{"answer", out.result})
}

// print writes a line that says whose it is behind its type. None has no line.
func (o *compareLines) print(i int, line any) error {
	if line == nil {
		return nil
	}
	var b bytes.Buffer
	if err := encodeJSON(&b, line); err != nil {
		return err
	}
	whose, err := json.Marshal(struct {
		Target string `json:"target"`
		Index  int    `json:"index"`
	}{o.contenders[i].target, i})
	if err != nil {
		return err
	}
	kind, rest, _ := bytes.Cut(b.Bytes(), []byte(","))
	_, err = o.p.out.Write(bytes.Join([][]byte{kind, whose[1 : len(whose)-1], rest}, []byte(",")))
	return err
}

func (o *compareLines) done(c *contest) error {
	return o.p.printJSON(struct {
		Type string `json:"type"`
		compareResult
	}{"result", newCompareResult(c)})
}
