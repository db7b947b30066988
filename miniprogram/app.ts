import './services'

App({})
