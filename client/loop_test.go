package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"neonchat/chat"
)

// A shed is a Toolbox with a database of two todos, and a Permit that allows all.
type shed struct{ ran []string }

func (s *shed) Tools(context.Context) []chat.Tool {
	return []chat.Tool{
		{Name: "sql_schema", Description: "Shows the tables.", Schema: json.RawMessage(`{"$schema":"x","type":"object","properties":{"table":{"type":"string"}},"additionalProperties":false}`), Alone: true},
		{Name: "sql_query", Description: "Runs a query.", Schema: json.RawMessage(`{"type":"object","properties":{"sql":{"type":"string"},"limit":{"type":"integer"}},"required":["sql","limit"]}`), Alone: true},
	}
}

func (s *shed) Call(_ context.Context, c chat.ToolCall, _ func(string)) chat.ToolResult {
	s.ran = append(s.ran, c.Name+c.Arguments)
	var args struct{ SQL string }
	json.Unmarshal([]byte(c.Arguments), &args)
	switch {
	case c.Name == "sql_schema":
		return chat.ToolResult{Text: "table public.todos (~3 rows)\n  id bigint, primary key\n  title text not null\n  done boolean not null\n  created_at timestamptz\n"}
	case strings.Contains(args.SQL, "count(*)"):
		return chat.ToolResult{Text: "count:bigint\n2\n\n1 row."}
	case args.SQL == "":
		return chat.ToolResult{Text: `sql is missing`, IsError: true}
	}
	return chat.ToolResult{Text: "id:bigint,title:text,done:boolean,created_at:timestamptz\n1,Water the plants,false,2026-10-30\n\n1 row."}
}

func (s *shed) Permit(_ context.Context, wishes []chat.Wish) ([]chat.Verdict, error) {
	return slices.Repeat([]chat.Verdict{{Allowed: true}}, len(wishes)), nil
}

// each has a story told of every dialect: with models that think and others.
func eachModel(t *testing.T, story func(t *testing.T, c *conversation, m chat.Model)) {
	chatSonnet, chatThree := sonnet, three
	chatSonnet.Dialect, chatThree.Dialect = chat.MLflow, chat.MLflow
	for _, m := range []chat.Model{sonnet, opus, mini, three, oss, maverick, chatSonnet, chatThree} {
		t.Run(m.ID+" over "+m.Dialect, func(t *testing.T) {
			c := converse(t)
			story(t, c, m)
		})
	}
}

// uses has a question answered with the tools of the shed.
func (c *conversation) uses(s *shed, m chat.Model, prompt string, steps int) (chat.Answer, error) {
	return chat.Turn{
		Streamer: c.client, Session: &c.session, Model: m, Options: chat.Options{Effort: "low"}, Tools: s, Permit: s, MaxSteps: steps,
	}.Ask(c.t.Context(), chat.Text{Text: prompt})
}

// refusals are the notices that say that a request was refused first.
func refusals(a chat.Answer) (list []string) {
	for _, m := range a.Steps {
		for _, n := range m.Notices {
			if strings.Contains(n, "refuse") || strings.Contains(n, "not sent") {
				list = append(list, n)
			}
		}
	}
	return list
}

func TestEveryVendorsModelLooksUpDataInSteps(t *testing.T) {
	eachModel(t, func(t *testing.T, c *conversation, m chat.Model) {
		s := &shed{}
		a, err := c.uses(s, m, "!think How many open todos do I have, and what's the oldest one?", 0)
		if err != nil {
			t.Fatalf("%v\nsent %s", err, c.sent)
		}
		if text := a.Text(); !strings.Contains(text, "**2** open todos") || !strings.Contains(text, "Water the plants") {
			t.Errorf("it says %q", text)
		}
		if len(a.Steps) != 5 || len(s.ran) != 3 || refusals(a) != nil {
			t.Errorf("%d steps, ran %q, refused %q", len(a.Steps), s.ran, refusals(a))
		}
		// And the next question finds a conversation that every vendor takes.
		if a, err = c.uses(s, m, "what did I say before?", 0); err != nil || refusals(a) != nil {
			t.Errorf("the next question: %v, %q\nsent %s", err, refusals(a), c.sent)
		}
	})
}

func TestEveryVendorsModelCallsSideBySide(t *testing.T) {
	eachModel(t, func(t *testing.T, c *conversation, m chat.Model) {
		s := &shed{}
		a, err := c.uses(s, m, "!think !tools 3", 0)
		if err != nil || len(s.ran) != 3 || refusals(a) != nil {
			t.Fatalf("%v, ran %q, refused %q\nsent %s", err, s.ran, refusals(a), c.sent)
		}
		ids := map[string]bool{}
		for i, call := range a.Steps[0].ToolCalls() {
			ids[call.ID] = true
			if r := a.Steps[1].Parts[i].(chat.ToolResult); r.ID != call.ID || r.Name != call.Name {
				t.Errorf("result %d answers %s %s, not %s %s", i, r.Name, r.ID, call.Name, call.ID)
			}
		}
		if len(ids) != 3 {
			t.Errorf("the ids are %v", ids)
		}
	})
}

func TestEveryVendorsModelIsStoppedWithoutAnOpenCall(t *testing.T) {
	eachModel(t, func(t *testing.T, c *conversation, m chat.Model) {
		s := &shed{}
		a, err := c.uses(s, m, "!think !loop", 3)
		var limit *chat.LimitError
		if !errors.As(err, &limit) || len(s.ran) != 2 || len(a.Steps) != 6 || refusals(a) != nil {
			t.Fatalf("%v, ran %q in %d steps, refused %q\nsent %s", err, s.ran, len(a.Steps), refusals(a), c.sent)
		}
		if a, err = c.uses(s, m, "hello", 0); err != nil || refusals(a) != nil {
			t.Errorf("the next question: %v, %q\nsent %s", err, refusals(a), c.sent)
		}
	})
}

func TestEveryVendorsModelMendsItsCall(t *testing.T) {
	eachModel(t, func(t *testing.T, c *conversation, m chat.Model) {
		s := &shed{}
		a, err := c.uses(s, m, `!badargs look`, 0)
		if err != nil || len(s.ran) != 2 || s.ran[0] != `sql_schema{"wrong":true}` || s.ran[1] == s.ran[0] || refusals(a) != nil {
			t.Errorf("%v, ran %q, refused %q\nsent %s", err, s.ran, refusals(a), c.sent)
		}
	})
}

func TestAToolIsCalledByName(t *testing.T) {
	eachModel(t, func(t *testing.T, c *conversation, m chat.Model) {
		s := &shed{}
		a, err := c.uses(s, m, `!tool sql_query {"sql":"SELECT count(*) FROM a\n\nWHERE '{' = \"}\"","limit":1} and then?`, 0)
		if err != nil || len(s.ran) != 1 || !strings.Contains(s.ran[0], `'{' =`) || !strings.Contains(a.Text(), "sql_query") {
			t.Errorf("%v, ran %q: %q", err, s.ran, a.Text())
		}
	})
}

// A program that is killed between a call and its result leaves a session that any
// model goes on with.
func TestACallWithoutItsResultDoesNotEndTheSession(t *testing.T) {
	eachModel(t, func(t *testing.T, c *conversation, m chat.Model) {
		s := &shed{}
		a, err := c.uses(s, m, "!think !tools 2", 0)
		if err != nil {
			t.Fatal(err)
		}
		for cut, kept := range map[string][]chat.Message{
			"before all":  {a.Steps[0]},
			"between two": {a.Steps[0], {Role: chat.User, Parts: a.Steps[1].Parts[:1]}},
		} {
			for _, to := range []chat.Model{m, mini, sonnet, three, maverick} {
				c := converse(t)
				c.session.Add(chat.Message{Role: chat.User, Parts: question("q")})
				for _, m := range kept {
					c.session.Add(m)
				}
				if _, err := c.uses(s, to, "hello", 0); err != nil {
					t.Errorf("%s, to %s: %v\nsent %s", cut, to.ID, err, c.sent)
				}
			}
		}
	})
}

// What one model looked up another goes on with.
func TestASessionWithToolsIsHandedOn(t *testing.T) {
	models := []chat.Model{sonnet, opus, mini, three, oss, maverick}
	for _, from := range models {
		for _, to := range models {
			t.Run(fmt.Sprint(from.ID, " to ", to.ID), func(t *testing.T) {
				c := converse(t)
				s := &shed{}
				for _, m := range []chat.Model{from, to, from} {
					if _, err := c.uses(s, m, "!think How many todos?", 0); err != nil {
						t.Fatalf("%s: %v\nsent %s", m.ID, err, c.sent)
					}
				}
			})
		}
	}
}
