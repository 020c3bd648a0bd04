package client

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
)

const servedList = `{"object":"list","data":[
	{"id":"claude-sonnet-4-6","name":"Claude Sonnet 4.6","owned_by":"anthropic","enabled":true,"context_length":null,"pricing":null},
	{"id":"gpt-5-mini","owned_by":"openai"},
	{"id":"gpt-4o","name":"GPT-4o","owned_by":"openai","enabled":false}]}`

func TestTheListOfModelsIsRead(t *testing.T) {
	g := replying(t, reply{header: "Content-Type: application/json", body: servedList})
	got, err := g.client().Models(t.Context())
	want := []Served{
		{"claude-sonnet-4-6", "Claude Sonnet 4.6", "anthropic", true, false},
		{"gpt-5-mini", "", "openai", true, false},
		{"gpt-4o", "GPT-4o", "openai", false, false},
	}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %+v, %v", got, err)
	}
	g.wantRoutes("/v1/models")
	if h := g.asked[0].header; h.Get("Authorization") != "Bearer "+bearer || h.Get("User-Agent") != "neonchat/test" {
		t.Error("the request doesn't bear its headers")
	}
}

func TestTheListIsAskedWhereItIsDocumentedFirst(t *testing.T) {
	for _, gone := range []reply{
		{status: 404, body: "404 page not found"},
		{status: 404, body: "<html><title>Not here</title></html>"},
		{status: 404, body: `{"error":{"message":"no such route"}}`},
		{status: 404, body: `{"error_code":"ENDPOINT_NOT_FOUND","message":"No API found for GET /v1/models"}`},
	} {
		g := replying(t, gone, reply{body: servedList})
		if list, err := g.client().Models(t.Context()); err != nil || len(list) != 3 {
			t.Errorf("%s: got %v, %v", gone.body, list, err)
		}
		g.wantRoutes("/v1/models", "/ai-gateway/mlflow/v1/models")
	}
}

// A gateway that has the list in one layout may have the questions in the other.
func TestTheListTeachesNoLayout(t *testing.T) {
	g := replying(t, reply{body: servedList}, reply{body: saying("mlflow", "hi")})
	c := g.client()
	if list, err := c.Models(t.Context()); err != nil || len(list) != 3 {
		t.Errorf("got %v, %v", list, err)
	}
	answer, err := ask(t, c, llama)
	wantAnswer(t, answer, err, "hi")
	g.wantRoutes("/v1/models", "/ai-gateway/mlflow/v1/chat/completions")
}

func TestTheListSaysWhatMakesEmbeddings(t *testing.T) {
	g := replying(t, reply{body: `{"object":"list","data":[
		{"id":"a","object":"model","architecture":{"modality":"text->text","output_modalities":["text"]}},
		{"id":"b","object":"embedding"},
		{"id":"c","modality":"embeddings"},
		{"id":"d","architecture":{"output_modalities":["embeddings"]}},
		{"id":"e","architecture":{"modality":"text->embedding"}},
		{"id":"f","architecture":null,"modality":["text"],"owned_by":7,"enabled":null},
		{"id":"g","architecture":{"modality":null,"output_modalities":null}}]}`})
	list, err := g.client().Models(t.Context())
	var embeds []string
	for _, m := range list {
		if m.Embeds {
			embeds = append(embeds, m.ID)
		}
	}
	if err != nil || len(list) != 7 || !slices.Equal(embeds, []string{"b", "c", "d", "e"}) {
		t.Errorf("got %v of %v, %v", embeds, list, err)
	}
}

func TestAListThatCantBeHad(t *testing.T) {
	for _, row := range []struct {
		name    string
		replies []reply
		says    string
	}{
		{"no such route", []reply{{status: 404, body: "404 page not found"}, {status: 404}}, "asking for the models: 404 page not found (HTTP 404)"},
		{"no such workspace", []reply{{status: 404, body: `{"error":{"message":"could not resolve workspace from host"}}`}, {status: 404}}, "could not resolve workspace"},
		{"a wrong token", []reply{{status: 401, body: `{"error":{"message":"invalid or missing credential: ` + bearer + `"}}`}},
			"asking for the models: invalid or missing credential: nt_live_… (HTTP 401)"},
		{"a sign-in page", []reply{{body: "<html><title>Sign in</title></html>"}}, "something that is no answer: Sign in (HTTP 200)"},
		{"a document of another kind", []reply{{body: `{"models":[]}`}}, "something that is no answer"},
		{"nothing", []reply{{}}, "answered with nothing (HTTP 200)"},
		{"no network", []reply{{err: errors.New("no route to host")}}, "asking for the models: no route to host"},
	} {
		t.Run(row.name, func(t *testing.T) {
			list, err := replying(t, row.replies...).client().Models(t.Context())
			if err == nil || !strings.Contains(err.Error(), row.says) || strings.Contains(err.Error(), bearer) {
				t.Errorf("got %v, %v, want an error that says %q", list, err, row.says)
			}
		})
	}
	list, err := replying(t, reply{body: `{"data":[]}`}).client().Models(t.Context())
	if err != nil || len(list) > 0 {
		t.Errorf("an empty list: got %v, %v", list, err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	c := over(serve(t, nil))
	if _, err := c.Models(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: got %v", err)
	}
}
