export const ADMIN = { ADMIN_SECRET: 'Rk3vX9pTq2LwZ7mB5nC8sJ4dG6hF1yE0' }

export const adminHeaders = { authorization: `Bearer ${ADMIN.ADMIN_SECRET}` }
