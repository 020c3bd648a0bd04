// Runs the vendors' SDKs, unchanged, against a gateway: each answer whole and
// streamed, a tool's round trip, a conversation, and an error. Give it
// NEON_AI_GATEWAY_BASE_URL and NEON_AI_GATEWAY_TOKEN.

import assert from 'node:assert/strict'
import OpenAI from 'openai'
import Anthropic from '@anthropic-ai/sdk'
import { GoogleGenAI } from '@google/genai'
import { generateText, streamText, tool, jsonSchema, isStepCount } from 'ai'
import { createOpenAI } from '@ai-sdk/openai'
import { createAnthropic } from '@ai-sdk/anthropic'
import { createGoogle } from '@ai-sdk/google'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'

const host = process.env.NEON_AI_GATEWAY_BASE_URL
const token = process.env.NEON_AI_GATEWAY_TOKEN

const said = 'two words\n\nand 世界 🌍'
const prompt = 'repeat ' + said
const city = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }
const about = { name: 'weather', description: 'The weather in a city' }

const checks = {
  async 'openai: responses'() {
    const client = new OpenAI({ baseURL: host + '/ai-gateway/openai/v1', apiKey: token })
    const ask = { model: 'gpt-5-mini', input: prompt, store: false }
    const whole = await client.responses.create(ask)
    assert.equal(whole.output_text, said)
    assert.ok(whole.usage.output_tokens > 0)

    let text = ''
    const stream = client.responses.stream({ ...ask, reasoning: { summary: 'auto' } })
    for await (const e of stream) if (e.type === 'response.output_text.delta') text += e.delta
    assert.equal(text, said)
    assert.equal((await stream.finalResponse()).output_text, said)

    const tools = [{ type: 'function', ...about, parameters: city, strict: false }]
    const input = [{ role: 'user', content: '!tool Florence' }]
    const include = ['reasoning.encrypted_content']
    const first = await client.responses.create({ model: 'gpt-5-mini', input, tools, include, store: false })
    const call = first.output.find((o) => o.type === 'function_call')
    assert.equal(call.name, 'weather')
    input.push(...first.output, { type: 'function_call_output', call_id: call.call_id, output: 'sunny' })
    const second = await client.responses.create({ model: 'gpt-5-mini', input, tools, include, store: false })
    assert.match(second.output_text, /sunny/)
  },

  async 'openai: chat completions'() {
    const client = new OpenAI({ baseURL: host + '/ai-gateway/mlflow/v1', apiKey: token, maxRetries: 1 })
    for (const model of ['gpt-5-mini', 'claude-sonnet-4-6', 'llama-4-maverick', 'gemini-2-5-flash']) {
      const messages = [{ role: 'user', content: prompt }]
      const whole = await client.chat.completions.create({ model, messages })
      assert.equal(whole.choices[0].message.content, said)

      let text = ''
      for await (const c of await client.chat.completions.create({ model, messages, stream: true })) {
        text += c.choices[0]?.delta.content ?? ''
      }
      assert.equal(text, said)

      const tools = [{ type: 'function', function: { ...about, parameters: city } }]
      const talk = [{ role: 'user', content: '!tool Florence' }]
      // Databricks numbers Claude's calls by content block, which the SDK's
      // accumulator can't take.
      const request = { model, messages: talk, tools }
      const done = model.startsWith('claude')
        ? await client.chat.completions.create(request)
        : await client.chat.completions.stream(request).finalChatCompletion()
      const { message } = done.choices[0]
      assert.equal(message.tool_calls[0].function.name, 'weather')
      talk.push(message, { role: 'tool', tool_call_id: message.tool_calls[0].id, content: 'sunny' })
      const second = await client.chat.completions.create({ model, messages: talk, tools })
      assert.match(second.choices[0].message.content, /sunny/)
    }
    const ids = (await client.models.list()).data.map((m) => m.id)
    assert.ok(ids.includes('gpt-5-mini'))

    const messages = [{ role: 'user', content: '!status 503 once repeat well' }]
    const retried = await client.chat.completions.create({ model: 'gpt-5-mini', messages })
    assert.equal(retried.choices[0].message.content, 'well')
    await assert.rejects(client.chat.completions.create({ model: 'no-such', messages }), (e) => e.status === 400 && /unknown model/.test(e.message))
  },

  async '@anthropic-ai/sdk'() {
    const client = new Anthropic({ baseURL: host + '/ai-gateway/anthropic', authToken: token, apiKey: null })
    const model = 'claude-sonnet-4-6'
    const ask = { model, max_tokens: 4000, messages: [{ role: 'user', content: prompt }] }
    const whole = await client.messages.create(ask)
    assert.equal(whole.content[0].text, said)
    assert.equal(whole.stop_reason, 'end_turn')

    const stream = client.messages.stream({ ...ask, thinking: { type: 'enabled', budget_tokens: 2000 } })
    const final = await stream.finalMessage()
    assert.equal(final.content[0].type, 'thinking')
    assert.ok(final.content[0].signature)
    assert.equal(final.content[1].text, said)

    const tools = [{ ...about, input_schema: city }]
    const messages = [{ role: 'user', content: '!tool Florence' }]
    const thinking = { type: 'enabled', budget_tokens: 2000 }
    const first = await client.messages.stream({ model, max_tokens: 4000, messages, tools, thinking }).finalMessage()
    const use = first.content.find((b) => b.type === 'tool_use')
    assert.equal(typeof use.input.city, 'string')
    messages.push({ role: 'assistant', content: first.content })
    messages.push({ role: 'user', content: [{ type: 'tool_result', tool_use_id: use.id, content: 'sunny' }] })
    const second = await client.messages.create({ model, max_tokens: 4000, messages, tools, thinking })
    assert.match(second.content.at(-1).text, /sunny/)
    await assert.rejects(client.messages.create({ ...ask, temperature: 0.5, top_p: 0.5 }), Anthropic.BadRequestError)
  },

  async '@google/genai'() {
    const client = new GoogleGenAI({ apiKey: token, httpOptions: { baseUrl: host + '/ai-gateway/gemini', apiVersion: 'v1beta' } })
    for (const model of ['gemini-2-5-flash', 'gemini-3-flash']) {
      const whole = await client.models.generateContent({ model, contents: prompt })
      assert.equal(whole.text, said)

      let text = ''
      let thought = ''
      const config = { thinkingConfig: { includeThoughts: true } }
      for await (const c of await client.models.generateContentStream({ model, contents: prompt, config })) {
        text += c.text ?? ''
        for (const p of c.candidates?.[0]?.content?.parts ?? []) if (p.thought) thought += p.text
      }
      assert.equal(text, said)
      assert.ok(thought)

      const tools = [{ functionDeclarations: [{ ...about, parametersJsonSchema: city }] }]
      const chat = client.chats.create({ model, config: { tools } })
      const first = await chat.sendMessage({ message: '!tool Florence' })
      const [call] = first.functionCalls
      assert.equal(call.name, 'weather')
      const answer = { functionResponse: { id: call.id, name: call.name, response: { output: 'sunny' } } }
      assert.match((await chat.sendMessage({ message: [answer] })).text, /sunny/)
    }
  },

  'ai with @ai-sdk/openai': () => aiSDK(createOpenAI({ baseURL: host + '/ai-gateway/openai/v1', apiKey: token })('gpt-5-mini'), { openai: { store: false } }),
  'ai with @ai-sdk/anthropic': () =>
    aiSDK(createAnthropic({ baseURL: host + '/ai-gateway/anthropic/v1', authToken: token })('claude-sonnet-4-6'), {
      // Without it tools are sent with eager_input_streaming, which the gateway refuses.
      anthropic: { thinking: { type: 'enabled', budgetTokens: 1024 }, toolStreaming: false },
    }),
  'ai with @ai-sdk/google': () => aiSDK(createGoogle({ baseURL: host + '/ai-gateway/gemini/v1beta', apiKey: token })('gemini-3-flash')),
  'ai with @ai-sdk/openai-compatible': () =>
    aiSDK(createOpenAICompatible({ name: 'neon', baseURL: host + '/v1', apiKey: token })('llama-4-maverick')),
}

// aiSDK is the same for every provider of the ai package.
async function aiSDK(model, providerOptions) {
  const whole = await generateText({ model, prompt, providerOptions })
  assert.equal(whole.text, said)
  assert.ok(whole.usage.outputTokens > 0)

  let text = ''
  const streamed = streamText({ model, prompt, providerOptions, onError() {} })
  for await (const delta of streamed.textStream) text += delta
  assert.equal(text, said)
  assert.equal(await streamed.finishReason, 'stop')

  const tools = { weather: tool({ description: about.description, inputSchema: jsonSchema(city), execute: async () => 'sunny' }) }
  const steps = { model, prompt: '!tool Florence', tools, providerOptions, stopWhen: isStepCount(3) }
  assert.match((await generateText(steps)).text, /sunny/)
  assert.match(await streamText({ ...steps, onError() {} }).text, /sunny/)

  // A loop as a user's program has it: the schema first, then two queries at once.
  const $schema = 'http://json-schema.org/draft-07/schema#'
  const described = 'table todos\n  id bigint\n  title text\n  done boolean\n  created_at timestamptz\n'
  const asked = []
  const database = {
    sql_schema: tool({ description: 'The tables', inputSchema: jsonSchema({ $schema, type: 'object', properties: {} }), execute: async () => described }),
    sql_query: tool({
      description: 'Runs a query',
      inputSchema: jsonSchema({ $schema, type: 'object', properties: { sql: { type: 'string' } }, required: ['sql'] }),
      execute: async ({ sql }) => (asked.push(sql), sql.includes('count') ? 'count\n2' : 'title,created_at\nWater the plants,2026-10-04'),
    }),
  }
  const loop = { model, prompt: "How many open todos do I have, and what's the oldest one?", tools: database, providerOptions, stopWhen: isStepCount(5) }
  const result = await generateText(loop)
  assert.match(result.text, /\*\*2\*\* open todos.*Water the plants/)
  assert.equal(result.steps.length, 3)
  assert.equal(asked.length, 2)
  assert.match(await streamText({ ...loop, onError() {} }).text, /Water the plants/)
  assert.equal((await generateText({ ...loop, prompt: '!loop', stopWhen: isStepCount(4) })).steps.length, 4)
}

let failed = 0
for (const [name, check] of Object.entries(checks)) {
  try {
    await check()
    console.log('ok    ' + name)
  } catch (e) {
    failed++
    console.log('FAIL  ' + name + '\n' + (e.stack ?? e) + (e.responseBody ? '\n' + e.responseBody : ''))
  }
}
process.exit(failed ? 1 : 0)
