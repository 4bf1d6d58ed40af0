import { workInThread } from '../models/work-in-thread.ts'
import { type SentimentLesson, type TaughtSentiment, teachSentiment } from './teach-sentiment.ts'

workInThread(async (lesson: SentimentLesson): Promise<TaughtSentiment> => teachSentiment(lesson))
