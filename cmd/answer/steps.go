package answer

import (
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"neonchat/chat"
	"neonchat/cmd/program"
	"neonchat/cmd/words"
	"neonchat/ui/markdown"
)

// Total returns the answer with the usage, cost and time of all steps of its turn.
func Total(a chat.Answer) chat.Answer {
	var sum *chat.Usage
	cost, priced := 0.0, true
	var earlier []chat.Usage
	var notices []string
	var first, last chat.Message
	for i, m := range a.Steps {
		if i == 0 {
			first = m
		}
		last = m
		if m.Role != chat.Assistant {
			continue
		}
		earlier = append(earlier, m.Earlier...)
		notices = append(notices, fresh(notices, m.Notices)...)
		if m.Usage != nil {
			if sum == nil {
				sum = &chat.Usage{}
			}
			sum.Input += m.Usage.Input
			sum.CachedInput += m.Usage.CachedInput
			sum.CacheWrite += m.Usage.CacheWrite
			sum.Output += m.Usage.Output
			sum.Reasoning += m.Usage.Reasoning
		}
		if priced = priced && m.Cost != nil; priced {
			cost += *m.Cost
		}
	}
	if len(a.Steps) < 2 {
		return a
	}
	a.Usage, a.Earlier, a.Cost, a.Notices = sum, earlier, nil, notices
	if priced {
		a.Cost = &cost
	}
	a.Timing = first.Timing
	a.Timing.Total = last.Timing.Started.Add(last.Timing.Total).Sub(first.Timing.Started)
	return a
}

// fresh returns the notices in more that aren't in there yet.
func fresh(there, more []string) (list []string) {
	for _, n := range more {
		if !strings.Contains("\n"+strings.Join(there, "\n")+"\n", "\n"+n+"\n") {
			list = append(list, n)
		}
	}
	return list
}

// Calls returns the number of tool calls in an answer's turn.
func Calls(a chat.Answer) (n int) {
	for _, m := range a.Steps {
		n += len(m.ToolCalls())
	}
	return n
}

// Answers returns the number of answers in the turn.
func Answers(a chat.Answer) (n int) {
	for _, m := range a.Steps {
		if m.Role == chat.Assistant {
			n++
		}
	}
	return n
}

// A step is one answer of a turn with tools, and the results of its calls.
type step struct {
	Text       string       `json:"text"`
	Reasoning  string       `json:"reasoning"`
	ToolCalls  []calledTool `json:"tool_calls"`
	StopReason string       `json:"stop_reason"`
	Usage      *UsageCounts `json:"usage"`
	CostUSD    *float64     `json:"cost_usd"`
	Duration   int64        `json:"duration_ms"`
}

type calledTool struct {
	toolCall
	Result *toolResult `json:"result"`
}

type toolResult struct {
	Text     string        `json:"text"`
	IsError  bool          `json:"is_error"`
	Run      bool          `json:"run"` // false: it was denied, or the answer ended first
	Images   []resultImage `json:"images,omitempty"`
	Duration int64         `json:"duration_ms"`
}

func newToolResult(r chat.ToolResult) *toolResult {
	t := &toolResult{Text: r.Text, IsError: r.IsError, Run: !r.Unrun, Duration: millis(r.Took)}
	for _, f := range r.Files {
		t.Images = append(t.Images, resultImage{f.MIME, f.Data})
	}
	return t
}

func millis(d time.Duration) int64 { return d.Round(time.Millisecond).Milliseconds() }

// stepsOf returns the steps of a turn, or none for a turn without tools.
func stepsOf(a chat.Answer) (list []step) {
	if len(a.Steps) < 2 {
		return nil
	}
	for _, m := range a.Steps {
		if m.Role == chat.User {
			list[len(list)-1].take(m)
			continue
		}
		s := step{
			Text: m.Text(), Reasoning: m.Reasoning(), ToolCalls: []calledTool{}, StopReason: string(m.Stop.Reason),
			Usage: billedUsage(m), CostUSD: m.Cost, Duration: millis(m.Timing.Total),
		}
		for _, c := range m.ToolCalls() {
			s.ToolCalls = append(s.ToolCalls, calledTool{toolCall: toolCall{c.ID, c.Name, c.Arguments}})
		}
		list = append(list, s)
	}
	return list
}

// take adds the results to the calls, which are in the same order.
func (s *step) take(results chat.Message) {
	for i, p := range results.Parts {
		if r, ok := p.(chat.ToolResult); ok && i < len(s.ToolCalls) {
			s.ToolCalls[i].Result = newToolResult(r)
		}
	}
}

// resultLine returns the -o jsonl line for a result.
func resultLine(r chat.ToolResult) any {
	return struct {
		Type string `json:"type"`
		ID   string `json:"id"`
		Name string `json:"name"`
		toolResult
	}{"tool_result", r.ID, r.Name, *newToolResult(r)}
}

// GoesOn reports whether another answer follows this message in the turn.
func GoesOn(m chat.Message) bool {
	return m.Role == chat.Assistant && m.Stop.Reason == chat.StopToolCalls && len(m.ToolCalls()) > 0
}

// tellCall describes a call and its result on two lines.
func tellCall(s *program.Status, c chat.ToolCall, r chat.ToolResult) {
	line := func(text string) string { return ansi.Truncate(markdown.Clean(text), 160, "…") }
	first, rest, more := strings.Cut(strings.TrimSpace(r.Text), "\n")
	var said []string
	if more {
		said = append(said, words.Count(2+strings.Count(rest, "\n"), "line"))
	}
	if r.Took >= time.Millisecond {
		said = append(said, r.Took.Round(time.Millisecond).String())
	}
	after := ""
	if said != nil {
		after = " (" + strings.Join(said, ", ") + ")"
	}
	s.Line(s.Dim("⚙ " + line(c.Name+" "+c.Arguments) + "\n  " + line(first) + after))
}

// holding holds an answer's text until it is known that no call follows. Only the final
// answer then goes to a pipe; the text before calls goes to standard error.
type holding struct {
	Output
	status *program.Status
	held   strings.Builder
}

func (h *holding) event(e chat.Event) error {
	switch e := e.(type) {
	case chat.TextDelta:
		h.held.WriteString(e.Text)
		return nil
	case chat.StepDone:
		text := h.held.String()
		h.held.Reset()
		if GoesOn(e.Message) {
			if text = strings.TrimSpace(text); text != "" {
				h.status.Line(h.status.Dim(markdown.Clean(text)))
			}
			return h.Output.event(e)
		}
		if err := h.release(text); err != nil {
			return err
		}
	}
	return h.Output.event(e)
}

func (h *holding) release(text string) error {
	if text == "" {
		return nil
	}
	return h.Output.event(chat.TextDelta{Text: text})
}

func (h *holding) Done(r Result, a chat.Answer, err error) error {
	text := h.held.String() // text of a step that never ended
	h.held.Reset()
	if failure := h.release(text); failure != nil {
		return failure
	}
	return h.Output.Done(r, a, err)
}
