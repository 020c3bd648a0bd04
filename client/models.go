package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// Served is a model on the branch's live list.
type Served struct {
	ID      string
	Name    string
	OwnedBy string
	Enabled bool
	Embeds  bool // the list says that it makes embeddings
}

// Models asks the gateway which models the branch serves. The list says nothing
// of limits and prices. Only the short layout's path is documented; where there
// is none, whoever says so, the other is tried. What is found tells nothing of
// the layout that questions take.
func (c *Client) Models(ctx context.Context) ([]Served, error) {
	list, err := c.models(ctx, true)
	if !isMissing(err) {
		return list, err
	}
	list, other := c.models(ctx, false)
	if isMissing(other) {
		return nil, err
	}
	return list, other
}

// longestList bounds the list, in bytes: a thousand models are half of one megabyte.
const longestList = 8 << 20

func isMissing(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Status == http.StatusNotFound
}

func (c *Client) models(ctx context.Context, short bool) ([]Served, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	idle := newIdle(c.idle, cancel)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.address("mlflow/v1/models", short), nil)
	if err != nil {
		return nil, fmt.Errorf("asking for the models: %w", err)
	}
	c.header(req.Header, "")
	idle.start()
	resp, err := c.http.Do(req)
	idle.stop()
	if cause := context.Cause(ctx); err != nil && cause != nil {
		err = cause
	}
	if err != nil {
		return nil, fmt.Errorf("asking for the models: %w", unreached(err, c.scrubbed(withoutURL(err))))
	}
	defer resp.Body.Close()
	if resp.StatusCode/100 != 2 {
		body := errorBody(idle.reader(resp.Body))
		return nil, fmt.Errorf("asking for the models: %w", c.refusal(resp, body))
	}
	body, err := io.ReadAll(io.LimitReader(idle.reader(resp.Body), longestList))
	if cause := context.Cause(ctx); err != nil && cause != nil {
		err = cause
	}
	if err != nil {
		return nil, fmt.Errorf("reading the list of models: %w", unreached(err, c.scrubbed(err)))
	}
	var doc struct {
		Data []listed `json:"data"`
	}
	if json.Unmarshal(body, &doc) != nil || doc.Data == nil {
		e := noAnswer(resp, body)
		c.scrub(e)
		return nil, fmt.Errorf("asking for the models: %w", e)
	}
	var list []Served
	for _, m := range doc.Data {
		list = append(list, Served{
			ID: m.ID, Name: text(m.Name), OwnedBy: text(m.OwnedBy), Enabled: string(m.Enabled) != "false", Embeds: m.embeds(),
		})
	}
	return list, nil
}

// listed is a model as the gateway lists it. What isn't needed may be of any type.
type listed struct {
	ID       string          `json:"id"`
	Name     json.RawMessage `json:"name"`
	OwnedBy  json.RawMessage `json:"owned_by"`
	Enabled  json.RawMessage `json:"enabled"`
	Object   json.RawMessage `json:"object"`
	Modality json.RawMessage `json:"modality"`

	Architecture json.RawMessage `json:"architecture"`
}

// embeds reports whether any of the places says so that list makers use.
func (m listed) embeds() bool {
	var a struct {
		Modality json.RawMessage `json:"modality"` // "text->embeddings"
		Output   json.RawMessage `json:"output_modalities"`
	}
	json.Unmarshal(m.Architecture, &a) // what is no object says nothing
	_, makes, _ := strings.Cut(text(a.Modality), "->")
	for _, word := range []string{text(m.Object), text(m.Modality), makes, string(a.Output)} {
		if strings.Contains(strings.ToLower(word), "embedding") {
			return true
		}
	}
	return false
}
