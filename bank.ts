import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { loadEncoder } from './packages/learn/src/files/load-encoder.ts'
import { openTokenizer } from './packages/learn/src/tokenise/open-tokenizer.ts'
import { accuracyOf, fineTuneClassifier } from './packages/learn/src/models/fine-tune-classifier.ts'
import { openTextClassifier } from './packages/learn/src/models/open-text-classifier.ts'
const [method='full', epochs='3', lr] = process.argv.slice(2)
const dir='/tmp/minilm/model/'
const enc=loadEncoder(JSON.parse(readFileSync(dir+'config.json','utf8')), readFileSync(dir+'model.safetensors'))
const json=JSON.parse(readFileSync(dir+'tokenizer.json','utf8')); json.truncation=null; json.padding=null
const tok=openTokenizer(json)
const parse=(f:string)=>{const t=gunzipSync(readFileSync('/work/shared/data/banking77/'+f)).toString().split('\n').slice(1); const out:[string,string][]=[]; let buf=''; for(const l of t){buf+=(buf?'\n':'')+l; if((buf.split('"').length-1)%2===0){ if(buf.trim()){const i=buf.lastIndexOf(','); let x=buf.slice(0,i); if(x.startsWith('"')) x=x.slice(1,-1).replaceAll('""','"'); out.push([x,buf.slice(i+1).trim()])} buf=''}} return out}
const tr=parse('train.csv.gz'), te=parse('test.csv.gz')
const names=[...new Set(tr.map(x=>x[1]))].sort()
const prep=(r:[string,string][])=>({tokens:r.map(x=>tok.encode(x[0],{longest:64})),labels:r.map(x=>names.indexOf(x[1]))})
const a=prep(tr), b=prep(te)
console.log(tr.length,te.length,names.length,tr[0])
const t0=performance.now()
const r=await fineTuneClassifier({encoder:enc,texts:a,classes:names.length,padding:0,method:method as any,epochs:Number(epochs),...(lr?{learningRate:Number(lr)}:{}),clock:()=>performance.now(),onProgress:p=>{if(p.step%50===0)console.log(p.step,p.steps,p.loss.toFixed(3),p.stepsPerSecond.toFixed(2),Math.round(p.secondsLeft))}})
console.log('trained', Math.round((performance.now()-t0)/1000),'s', r.trainableParameters)
const tuning= method==='lora'?{lora:{rank:8}}:method==='adapter'?{adapters:{width:32}}:{}
await using c=await openTextClassifier({shape:enc.shape,classes:names.length,padding:0,parameters:r.parameters,tuning})
console.log('accuracy', accuracyOf(await c.classify(b.tokens), b.labels))
